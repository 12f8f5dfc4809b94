"""Seats on the two committees: filled, ended, taken over from a list and taken back with it."""

from dataclasses import replace
from typing import Any

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing
from liren.people import commands, events
from liren.people.handlers import taken_back
from liren.people.handlers.imports import capped, stop
from liren.people.match_seats import KEPT, SeatMatch, match_seats, until
from liren.people.rules.committees import check_end, check_seat, within_term
from liren.people.terms import term_days
from liren.trust import imports, sql
from liren.trust.registry import Act, Outcome, Target, Told

FILL = """
insert into people_seat (id, person, area, body, term, standing, role, background, came_by, during, version)
select id, person, area, body, term, standing, role, background, came_by, daterange(starts, until), 1
from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::date[], %s::date[])
     as r(id, person, area, body, term, standing, role, background, came_by, starts, until)
"""
Seat = commands.SeatMember | commands.SeatRow


def new_seat(command: commands.SeatMember, act: Act) -> Target:
    """A seat about to be filled by somebody registered."""
    if sql.one("select 1 from people_person where id = %s for share", (command.person,)) is None:
        raise Missing("没有找到这个人，请先在人员名册里登记。")
    return Target(scope=command.area)


def load_seat(command: commands.EndSeat, act: Act) -> Target:
    """The seat a command names, locked."""
    row = sql.one(
        """select id, person, area, lower(during) as starts, upper(during) as until, version from people_seat
           where id = %s for update""",
        (command.seat,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"])


def over_area(command: commands.ImportSeats, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def seat(command: commands.SeatMember, target: Target, act: Act) -> Outcome:
    background = catalogue.entry("seat_background", command.background, area=command.area, at=act.now).spec
    check_seat(
        area=command.area, body=command.body, term=command.term, standing=command.standing, role=command.role,
        came_by=command.came_by, background=background, starts=command.starts, last=command.last,
    )  # fmt: skip
    term = term_days(command.area).get((str(command.area), command.body, command.term))
    command = replace(command, last=within_term(command.term, term, command.starts, command.last))
    _fill([(command, command.person)])
    return Outcome(events=(_told(command, command.person),), answer={"seat": str(command.seat)}, scopes=(command.area,))


def end(command: commands.EndSeat, target: Target, act: Act) -> Outcome:
    row = target.row
    check_end(row["starts"], row["until"], command.last)
    sql.run(
        "update people_seat set during = daterange(lower(during), %s), version = version + 1 where id = %s",
        (until(command.last), command.seat),
    )
    area = AreaCode(target.scope)
    event = events.SeatEnded(seat=command.seat, person=row["person"], area=area, last=command.last)
    return Outcome(events=(Told(event, command.seat, area),), answer={"seat": str(command.seat)}, scopes=(area,))


def take_over(command: commands.ImportSeats, target: Target, act: Act) -> Outcome:
    """New seats are filled, known ones put right; what a row means is decided in `people.match_seats`."""
    rows = capped(command.rows, command.area)
    sql.setting("liren.scopes", command.area)
    found = match_seats(rows, command.area, act.now)
    stop(found.errors)
    fresh = [m for m in found.matches if m.held is None]
    changed = [m for m in found.matches if m.changed]
    _fill([(m.row, m.person) for m in fresh])
    for match in changed:
        _correct(match)
    answer = {"added": len(fresh), "changed": len(changed), "same": len(rows) - len(fresh) - len(changed)}
    kept = taken_back.Written()
    for match in fresh:
        kept.added("people_seat", match.row.seat)
    for match in changed:
        held = match.held or {}
        kept.changed("people_seat", held["id"], held["version"] + 1, {n: held[n] for n in KEPT})
    imports.keep(
        command.source, act, sort="seats", area=command.area, counts=answer, touched=kept.ids, inverse=kept.inverse
    )
    told = [_told(m.row, m.person) for m in fresh]
    for match in changed:
        fields = tuple(Code(name) for name in match.changed)
        event = events.SeatCorrected(seat=(match.held or {})["id"], area=match.row.area, fields=fields)
        told.append(Told(event, event.seat, match.row.area))
    return Outcome(events=tuple(told), answer=answer, scopes=(command.area,))


def undo(command: commands.UndoSeatsImport, target: Target, act: Act) -> Outcome:
    return taken_back.whole(target.row, act, events.SeatsImportUndone)


def _fill(seats: "list[tuple[Any, Any]]") -> None:
    sql.run(
        FILL,
        (
            [s.seat for s, _ in seats], [person for _, person in seats], [str(s.area) for s, _ in seats],
            [s.body for s, _ in seats], [s.term for s, _ in seats], [s.standing for s, _ in seats],
            [s.role for s, _ in seats], [s.background for s, _ in seats], [s.came_by for s, _ in seats],
            [s.starts for s, _ in seats], [until(s.last) for s, _ in seats],
        ),
    )  # fmt: skip


def _correct(match: SeatMatch) -> None:
    taken_back.write("people_seat", (match.held or {})["id"], {name: new for name, (_, new) in match.changed.items()})


def _told(one: Seat, person: Any) -> Told:
    event = events.MemberSeated(
        seat=one.seat, person=person, area=one.area, body=Code(one.body), term=one.term, standing=Code(one.standing),
        role=Code(one.role), background=Code(one.background), came_by=Code(one.came_by), starts=one.starts,
        last=one.last,
    )  # fmt: skip
    return Told(event, one.seat, one.area)
