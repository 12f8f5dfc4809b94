"""The nightly look at every door: what it found is put on record for the county and for each of its towns."""

from uuid import uuid5

from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.kernel.area import Level
from liren.people import commands, events
from liren.people.covering import Coverage, coverage
from liren.places.events import area_id
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

KEEP = """
insert into people_check (id, day, area, doors, faults, at) values (%s, %s, %s, %s, %s, %s)
on conflict (area, day) do update set doors = excluded.doors, faults = excluded.faults, at = excluded.at
"""


def over_county(command: commands.CheckCoverage, act: Act) -> Target:
    return Target(scope=command.area)


def check(command: commands.CheckCoverage, target: Target, act: Act) -> Outcome:
    """Nothing is put on record of a county that knows no building yet."""
    whole = coverage(the_house("coverage"), command.area, act.now, now=act.now)
    towns = sorted({p.area[: Level.TOWN] for p in whole.places})
    parts = [whole, *(whole.part(AreaCode(town)) for town in towns if town != whole.area)] if whole.doors else []
    return Outcome(
        events=tuple(_keep(part, command, act) for part in parts),
        answer={"doors": whole.doors, "without": whole.without, "more": whole.more},
        scopes=tuple(str(part.area) for part in parts),
    )


def _keep(part: Coverage, command: commands.CheckCoverage, act: Act) -> Told:
    id = uuid5(area_id(part.area), command.day.isoformat())
    faults = {f"{level}.{kind}": doors for (level, kind), doors in sorted(part.faults.items())}
    sql.run(KEEP, (id, command.day, part.area, part.doors, sql.adapt(faults), act.now))
    event = events.CoverageChecked(
        check=id, area=part.area, day=command.day, doors=part.doors, without=part.without, more=part.more
    )
    return Told(event, id, part.area)
