"""Leave: who is away for some days, and who stands in. Nobody may be away from a door without somebody being there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Missing, Refusal
from liren.people import commands, events
from liren.people.handlers.duties import COLUMNS, as_duty, call_off, close, person_of, seat, unended
from liren.people.kinds import Post
from liren.people.rules import Duty, check_stand_in
from liren.people.rules.leaves import Period, check_covered, check_days, overlap, without
from liren.places import queries as places
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

THERE = """
select lower(d.during) as starts, upper(d.during) as ends,
       coalesce((select array_agg(lower(l.during) order by l.id) from people_leave l
                 where l.person = d.person and not isempty(l.during)), '{}') as away_from,
       coalesce((select array_agg(upper(l.during) order by l.id) from people_leave l
                 where l.person = d.person and not isempty(l.during)), '{}') as away_until
from people_duty d
where d.person <> %(person)s and d.during && tstzrange(%(starts)s, %(ends)s)
  and (d.stands_in = %(seat)s or d.id = %(seat)s
       or (d.post = any(%(relief)s) and d.area = any(%(above)s))
       or (d.post = %(post)s and d.area = %(area)s and d.stands_in is null))
"""


def take(command: commands.TakeLeave, target: Target, act: Act) -> Outcome:
    check_days(command.starts, command.ends, act.now)
    starts = max(command.starts, act.now)
    away = [(d, days) for d in unended(command.person, act.now) if (days := overlap(d, starts, command.ends))]
    named = {one.duty: one for one in command.stand_ins}
    if strangers := named.keys() - {duty.id for duty, _ in away}:
        raise Refusal("not_held", "有一项职务这几天不在任期内，不用请人代理。", field=str(min(strangers)))
    told: list[Told] = []
    for duty, days in away:
        seat_id = sql.value("select coalesce(stands_in, id) from people_duty where id = %s", (duty.id,))
        if one := named.get(duty.id):
            told += _stand_in(duty, seat_id, one, days, act)
        _see_that_somebody_is_there(duty, seat_id, days, act)
    sql.run(
        "insert into people_leave (id, person, during, stand_ins, version) values (%s, %s, tstzrange(%s, %s), %s, 1)",
        (command.leave, command.person, command.starts, command.ends, [one.stand_in for one in command.stand_ins]),
    )
    area = AreaCode(target.row["area"])
    event = events.LeaveTaken(
        leave=command.leave, person=command.person, area=area, starts=command.starts, ends=command.ends
    )
    return Outcome(
        events=(*told, Told(event, command.person, area)), answer={"leave": str(command.leave)},
        scopes=tuple({area, *(duty.area for duty, _ in away)}),
    )  # fmt: skip


def _stand_in(
    duty: Duty, seat_id: UUID, one: commands.StandIn, days: tuple[datetime, datetime], act: Act
) -> tuple[Told, ...]:
    check_stand_in(duty, one.person, *days, act.now)
    account = person_of(one.person)["account"]
    if sql.value(
        "select true from people_leave where person = %s and during && tstzrange(%s, %s)", (one.person, *days)
    ):
        raise Refusal("stand_in_away", "代理的人这几天自己也请了假，请另选一位。", field=str(duty.id))
    begun = replace(duty, id=one.stand_in, person=one.person, starts=days[0], ends=days[1])
    appointed = seat(begun, account, act, stands_in=seat_id)
    event = events.StandInAppointed(
        duty=seat_id, stand_in=begun.id, person=begun.person, area=duty.area, starts=days[0], ends=days[1]
    )
    return appointed, Told(event, seat_id, duty.area)


def _see_that_somebody_is_there(duty: Duty, seat_id: UUID, days: tuple[datetime, datetime], act: Act) -> None:
    """Only for a post of the chain: the others may be empty for some days. Raises Refusal."""
    post: Post = catalogue.entry("post", duty.post, area=duty.area, at=act.now).spec
    if not post.chain:
        return
    posts: Iterable[Post] = [e.spec for e in catalogue.entries("post", area=duty.area, at=act.now)]
    relief = [p.code for p in posts if post.chain in p.relieves]
    rows = sql.rows(
        THERE,
        {"person": duty.person, "starts": days[0], "ends": days[1], "seat": seat_id, "relief": relief, "post": duty.post,
         "area": duty.area, "above": [str(a) for a in duty.area.ancestors()]},
    )  # fmt: skip
    covers = [period for row in rows for period in _there(row)]
    check_covered(duty, days, covers, f"{places.name_path(duty.area)}，{post.label}")


def _there(row: dict[str, Any]) -> list[Period]:
    return without((row["starts"], row["ends"]), zip(row["away_from"], row["away_until"], strict=True))


def load_leave(command: commands.CallOffLeave, act: Act) -> Target:
    """The leave, locked; the right is asked over the area of the person."""
    row = sql.one(
        """select l.id, l.person, lower(l.during) as starts, upper(l.during) as ends, l.stand_ins, l.version, p.area
           from people_leave l join people_person p on p.id = l.person where l.id = %s for update of l""",
        (command.leave,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"])


def call_off_leave(command: commands.CallOffLeave, target: Target, act: Act) -> Outcome:
    row = target.row
    if row["starts"] is None:
        raise Refusal("leave_off", "这次请假已经取消，不用再办。")
    if row["ends"] <= act.now:
        raise Refusal("leave_over", "这次请假已经结束，不用取消。")
    sql.run(
        """update people_leave set meant = during, version = version + 1,
                  during = case when lower(during) >= %(now)s then 'empty' else tstzrange(lower(during), %(now)s) end
           where id = %(id)s""",
        {"now": act.now, "id": command.leave},
    )
    told: list[Told] = []
    found = sql.rows(
        f"""select {COLUMNS} from people_duty where id = any(%s) and not isempty(during)
            and (upper(during) is null or upper(during) > %s) order by id for update""",
        (row["stand_ins"], act.now),
    )
    for duty in map(as_duty, found):
        if duty.starts >= act.now:
            told.append(call_off(duty, act))
        else:
            close(duty, act.now, act)
    area = AreaCode(row["area"])
    event = events.LeaveCalledOff(leave=command.leave, person=row["person"], area=area, at=act.now)
    return Outcome(
        events=(*told, Told(event, row["person"], area)), scopes=tuple({area, *(AreaCode(d["area"]) for d in found)})
    )
