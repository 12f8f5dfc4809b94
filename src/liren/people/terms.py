"""The days of the terms of committees, as handlers, imports and pages read them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.trust import sql

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCard:
    """A term of a committee, first and last day."""

    id: UUID
    area: str
    body: str
    number: int
    starts: date
    last: date


def terms(area: str) -> list[TermCard]:
    """The terms of every committee inside an area, the newest first. Public: the days of an election are."""
    return sql.rows(
        """select id, area, body, number, lower(during) as starts, upper(during) - 1 as last from people_term
           where starts_with(area, %s) order by area, body, number desc""",
        (area,),
        into=TermCard,
    )


def term_days(area: str) -> dict[Key, tuple[date, date]]:
    """(community, committee, number) → first and last day."""
    return {(t.area, t.body, t.number): (t.starts, t.last) for t in terms(area)}
