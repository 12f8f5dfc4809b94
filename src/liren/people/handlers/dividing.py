"""A grid divided anew: the map and its keepers change in one transaction, on the day itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import commands, events
from liren.people.handlers.duties import COLUMNS, as_duty, call_off, close, person_of, seat
from liren.people.handlers.passing import pass_on
from liren.people.rules import Duty, in_order
from liren.places import queries as places
from liren.places.commands import AdoptPlans, EnactPlans
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

BELL = "division_day"
HERE = ZoneInfo("Asia/Shanghai")
OPEN = f"""
select {COLUMNS} from people_duty
where not isempty(during) and (upper(during) is null or upper(during) > %s) and
"""


def over_area(command: commands.AdoptDivision | commands.EnactDivision, act: Act) -> Target:
    return Target(scope=command.area)


def adopt(command: commands.AdoptDivision, target: Target, act: Act) -> Outcome:
    """Few grids from today: at once. Else a bell rings at midnight of the day, which for today is the next moment, and a
    community changes in one transaction."""
    for one in command.keepers:
        person_of(one.person)
    done = act.do(AdoptPlans(area=command.area, plans=command.plans, on=command.on, keepers=command.keepers))
    if done["parts"]:
        return _seated(done, command.area, act)
    at = datetime.combine(command.on, time(), HERE)
    act.ring(
        Ring(subject=UUID(plan), kind=BELL, no=0, area=grid[: Level.COMMUNITY], fire_at=at)
        for plan, grid in done["waiting"].items()
    )
    return Outcome(answer={"on": done["on"], "grids": 0, "unkept": []}, scopes=(command.area,))


def enact(command: commands.EnactDivision, target: Target, act: Act) -> Outcome:
    """All plans of a community that are due, whichever bell rang first; the others find nothing left to do."""
    due = places.due_plans(act.actor, command.area, act.now.astimezone(HERE).date())
    if not due:
        return Outcome()
    return _seated(act.do(EnactPlans(area=command.area, plans=due)), command.area, act)


def _seated(done: dict[str, Any], area: AreaCode, act: Act) -> Outcome:
    told: list[Told] = []
    unkept: list[str] = []
    for grid in done["parts"].values():
        keepers = {code: UUID(person) for code, person in grid["keepers"].items()}
        for code in grid["codes"].values():
            told += _keep(AreaCode(code), keepers.get(code), grid["heirs"].get(code), code in grid["new"], act)
        told += _follow_buildings(grid["area"], act)
        told += _release(grid["gone"], act)
        unkept += [code for code in grid["codes"].values() if not _keepers(code, act)]
    answer = {"on": done["on"], "grids": len(done["parts"]), "unkept": sorted(unkept)}
    return Outcome(events=tuple(told), answer=answer, scopes=(area,))


def _keep(code: AreaCode, chosen: UUID | None, heir: str | None, new: bool, act: Act) -> Iterable[Told]:
    """Whoever was chosen keeps the micro-grid; a new one without a choice goes to the keeper its people had."""
    if not new:
        held = _keepers(code, act)
        if chosen is None or chosen in {duty.person for duty in held}:
            return []
        if held:
            return pass_on(held[0], new_id(), chosen, act.now, act)
    before = _keepers(heir, act) if heir else []
    if chosen is None and not before:
        return []
    post = before[0].post if before else _first_post(code, act)
    duty = Duty(
        id=new_id(), person=chosen or before[0].person, post=post, area=code, unit=None, building=None, kinds=(),
        starts=act.now, ends=None,
    )  # fmt: skip
    return [seat(duty, person_of(duty.person)["account"], act)]


def _keepers(code: str | None, act: Act) -> list[Duty]:
    """Who keeps a micro-grid now, the one asked first in front."""
    posts = _posts(AreaCode(code), act) if code else []
    rows = sql.rows(
        f"{OPEN} stands_in is null and area = %s and post = any(%s) and during @> %s order by array_position(%s::text[], post::text), id",
        (act.now, code, posts, act.now, posts),
    )
    return [as_duty(row) for row in rows]


def _posts(code: AreaCode, act: Act) -> list[str]:
    """The posts that keep a micro-grid, the one asked first in front."""
    found = [entry.spec for entry in catalogue.entries("post", area=code, at=act.now)]
    return in_order([post for post in found if "micro_grid" in post.levels and post.over == "area"], "keeper")


def _first_post(code: AreaCode, act: Act) -> str:
    posts = _posts(code, act)
    if not posts:
        raise Refusal("no_keeper_post", "没有设“微网格员”这样的岗位，请先在岗位里设一个，再选人。")
    return posts[0]


def _follow_buildings(grid: str, act: Act) -> Iterable[Told]:
    """Duties held over a building go with it into its new micro-grid."""
    rows = sql.rows(
        f"{OPEN} stands_in is null and building is not null and starts_with(area, %s) order by id for update",
        (act.now, grid),
    )
    held = [as_duty(row) for row in rows]
    now = places.areas_of(act.actor, [duty.building for duty in held if duty.building])
    for duty in held:
        area = now.get(duty.building) if duty.building else None
        if len(duty.area) == Level.MICRO_GRID and area and area != duty.area:
            yield from _end(duty, act)
            begun = replace(duty, id=new_id(), area=AreaCode(area), starts=max(duty.starts, act.now))
            yield seat(begun, person_of(duty.person)["account"], act, follows=duty.id)


def _release(gone: list[str], act: Act) -> Iterable[Told]:
    """Whatever is still held over a micro-grid that is no more ends now."""
    for row in sql.rows(f"{OPEN} area = any(%s) order by id for update", (act.now, gone)):
        yield from _end(as_duty(row), act)


def _end(duty: Duty, act: Act) -> Iterable[Told]:
    if duty.starts >= act.now:
        yield call_off(duty, act)
        return
    close(duty, act.now, act)
    event = events.DutyEnded(duty=duty.id, person=duty.person, post=Code(duty.post), area=duty.area, at=act.now)
    yield Told(event, duty.id, duty.area)
