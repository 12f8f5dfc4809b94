"""What the rows of a list of seats mean on the committees as they are: for the import and for its dry run alike."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Refusal, progress
from liren.kernel.rows import RowError
from liren.people.commands import SeatRow
from liren.people.kinds import Background
from liren.people.roster import Roster, WrongCell, as_error
from liren.people.rules.committees import check_seat, within_term
from liren.people.terms import term_days
from liren.trust import sql

KEPT = ("standing", "role", "background", "came_by", "last")
COLUMNS = {
    "area": "区域代码", "body": "委员会", "term": "届次", "standing": "专职兼职", "role": "职务", "background": "背景",
    "came_by": "怎样产生", "last": "结束日期",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMatch:
    """One row: `held` is the seat it means (None: a new one), `changed` what it would change, name → (old, new)."""

    row: SeatRow
    person: UUID
    held: dict[str, Any] | None
    changed: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Seats:
    """A list of seats against those that are held."""

    matches: tuple[SeatMatch, ...]
    errors: tuple[RowError, ...]


def match_seats(rows: tuple[SeatRow, ...], area: AreaCode, now: datetime) -> Seats:
    """New, changed and unchanged seats, and what is wrong. Call with `liren.scopes` set to the area of the list."""
    roster = Roster(area, rows)
    held = sql.rows(
        """select id, person, area, body, term, standing, role, background, came_by, version,
                  lower(during) as starts, upper(during) - 1 as last
           from people_seat where starts_with(area, %s)""",
        (area,),
    )
    days = term_days(area)
    matches: list[SeatMatch] = []
    errors: list[RowError] = []
    for row in progress.through("check", rows):
        try:
            match = _match(row, roster.person(row), held, days.get((str(row.area), row.body, row.term)), now)
        except WrongCell as wrong:
            errors.append(wrong.error)
        except Refusal as refusal:
            errors.append(as_error(row.row, refusal, COLUMNS))
        else:
            matches.append(match)
            if match.held is None:
                held.append({"id": row.seat, "person": match.person, "area": str(row.area), "body": row.body,
                             "term": row.term, "starts": row.starts, "last": match.row.last, "row": row.row})  # fmt: skip
    return Seats(tuple(matches), tuple(errors))


def _match(
    row: SeatRow, person: UUID, held: list[dict[str, Any]], term: tuple[date, date] | None, now: datetime
) -> SeatMatch:
    background: Background = catalogue.entry("seat_background", row.background, area=row.area, at=now).spec
    check_seat(
        area=row.area, body=row.body, term=row.term, standing=row.standing, role=row.role, came_by=row.came_by,
        background=background, starts=row.starts, last=row.last,
    )  # fmt: skip
    last = within_term(row.term, term, row.starts, row.last)
    mine = [s for s in held if (s["person"], s["area"], s["body"]) == (person, row.area, row.body)]
    same = next((s for s in mine if (s["term"], s["starts"]) == (row.term, row.starts)), None)
    if same is not None and "row" in same:
        raise WrongCell(row.row, "姓名", f"与第 {same['row']} 行是同一个席位，", "请删去一行。")
    for other in mine:
        if other is not same and _overlap(row.starts, row.last, other["starts"], other["last"]):
            raise WrongCell(row.row, "开始日期", f"{row.name}此期间已经是这个委员会的成员，", "请先办结束，或改日期。")
    if same is None:
        return SeatMatch(row=replace(row, last=last), person=person, held=None, changed={})
    told = {name: getattr(row, name) for name in KEPT}
    changed = {
        name: (same[name], new)
        for name, new in told.items()
        if new != same[name] and not (name == "last" and new is None)
    }
    return SeatMatch(row=row, person=person, held=same, changed=changed)


def until(last: date | None) -> date | None:
    """The day after a last day, as a period keeps it."""
    return last + timedelta(days=1) if last else None


def _overlap(starts: date, last: date | None, other_starts: date, other_last: date | None) -> bool:
    return (last is None or other_starts <= last) and (other_last is None or starts <= other_last)
