"""Duties that pass from one person to another at one moment: a single one, or all of somebody who goes."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Code, Missing
from liren.kernel.ids import new_id
from liren.people import commands, events
from liren.people.handlers.duties import COLUMNS, as_duty, call_off, close, person_of, seat, unended
from liren.people.rules import Duty, check_handover, check_leaving
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

BELL = "duty_taken_over"


def hand_over(command: commands.HandOverDuty, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_handover(duty, command.person, command.at, act.now)
    told = pass_on(duty, command.successor, command.person, command.at, act)
    return Outcome(events=told, answer={"duty": str(command.successor)}, scopes=(duty.area,))


def hand_over_all(command: commands.HandOverAll, target: Target, act: Act) -> Outcome:
    """Every duty passes at the same moment, in the same transaction as the rights of both; leave from then on is off."""
    held = [d for d in unended(command.person, act.now) if d.ends is None or d.ends > command.at]
    named = {one.duty: one for one in command.successions}
    check_leaving(held, command.person, {one.duty: one.person for one in command.successions}, command.at, act.now)
    told: list[Told] = []
    for duty in held:
        to = named[duty.id]
        told += pass_on(duty, to.successor, to.person, command.at, act)
    _stop_leave(command.person, command.at)
    area = AreaCode(target.row["area"])
    left = events.PersonLeft(person=command.person, area=area, at=command.at, duties=len(held))
    return Outcome(
        events=(*told, Told(left, command.person, area)),
        answer={"duties": len(held)},
        scopes=tuple({area, *(duty.area for duty in held)}),
    )


def pass_on(duty: Duty, successor: UUID, person: UUID, at: datetime, act: Act) -> tuple[Told, ...]:
    """End a duty at a moment and begin it anew for somebody else at that very moment; one to come changes hands whole.

    Whoever stands in goes on for the new holder, except for the old one's leave and except the new holder themselves.
    """
    stands_in = sql.value("select stands_in from people_duty where id = %s", (duty.id,))
    starts = max(duty.starts, at)
    told = _stop(duty, at, act)
    helpers = _helpers(duty, at)
    for helper, _ in helpers:
        told += _stop(helper, at, act)
    begun = replace(duty, id=successor, person=person, starts=starts)
    told.append(seat(begun, person_of(person)["account"], act, stands_in=stands_in, follows=duty.id))
    for helper, for_leave in helpers:
        if not for_leave and helper.person != person:
            again = replace(helper, id=new_id(), starts=max(helper.starts, at))
            told.append(seat(again, person_of(helper.person)["account"], act, stands_in=begun.id, follows=helper.id))
    act.ring([Ring(subject=begun.id, kind=BELL, no=0, area=str(duty.area), fire_at=starts)])
    event = events.DutyHandedOver(
        from_duty=duty.id, to_duty=begun.id, from_person=duty.person, to_person=person, post=Code(duty.post),
        area=duty.area, at=starts,
    )  # fmt: skip
    return (*told, Told(event, duty.id, duty.area))


def _stop(duty: Duty, at: datetime, act: Act) -> list[Told]:
    """Close a duty that runs at a moment, call off one that begins only then or later."""
    if duty.starts >= at:
        return [call_off(duty, act)]
    close(duty, at, act)
    return []


def _helpers(duty: Duty, at: datetime) -> list[tuple[Duty, bool]]:
    """Who stands in for a duty after a moment, and whether that is for a leave."""
    rows: list[dict[str, Any]] = sql.rows(
        f"""select {COLUMNS}, exists (select from people_leave l where d.id = any(l.stand_ins)) as for_leave
            from people_duty d where stands_in = %s and (upper(during) is null or upper(during) > %s)
            and not isempty(during) order by id for update""",
        (duty.id, at),
    )
    leaves = [row.pop("for_leave") for row in rows]
    return [(as_duty(row), for_leave) for row, for_leave in zip(rows, leaves, strict=True)]


def _stop_leave(person: UUID, at: datetime) -> None:
    sql.run(
        """update people_leave set meant = coalesce(meant, during), version = version + 1,
                  during = case when lower(during) >= %(at)s then 'empty' else tstzrange(lower(during), %(at)s) end
           where person = %(person)s and upper(during) > %(at)s""",
        {"at": at, "person": person},
    )


def taken_over(command: commands.NoteTakeover, act: Act) -> Target:
    """The duty whose moment has come."""
    row = sql.one(
        """select d.id, d.person, d.post, d.area, d.follows, f.person as before, isempty(d.during) as off
           from people_duty d join people_duty f on f.id = d.follows where d.id = %s""",
        (command.duty,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def note_takeover(command: commands.NoteTakeover, target: Target, act: Act) -> Outcome:
    """Nothing for a duty that was called off meanwhile: its successor's own bell rings."""
    row = target.row
    if row["off"]:
        return Outcome()
    event = events.DutyTakenOver(
        from_duty=row["follows"], to_duty=row["id"], from_person=row["before"], to_person=row["person"],
        post=Code(row["post"]), area=AreaCode(row["area"]),
    )  # fmt: skip
    return Outcome(events=(Told(event, row["id"], AreaCode(row["area"])),), scopes=(row["area"],))
