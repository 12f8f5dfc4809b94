"""What a stranger may know of the cases around: that something was reported close by, and how far it has come.

Never words, names, houses, numbers or positions. Which kinds are shown at all, and how coarse the place is, stands in
`rules.joining`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liren.cases.models.grounds import among
from liren.cases.models.real import REAL
from liren.cases.rules.joining import SQUARE, on_the_street, own_square, squares
from liren.cases.rules.queues import OPEN
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.trust import sql

LOOKED_BACK = timedelta(days=60)
MOST_SHOWN = 3

STREET_CASE = """
select c.id, c.entry, c.scope, c.state, c.confirm, c.reported_at, c.closed_at, c.next_due_at, u.name as unit_name,
       c.followers + (select count(*) from cases_case m where m.into = c.id and m.state = 'merged')::int as others,
       {here} as here
from cases_case c left join people_unit u on u.id = c.unit
"""
HERE = "coalesce(c.lat >= %s and c.lat < %s and c.lon >= %s and c.lon < %s, false)"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetCase:
    """A case as anybody may see it. `others` is how many more people reported it, `here`: in the very square asked for."""

    id: UUID
    kind_label: str
    scope: str
    state: str
    confirm: str
    reported_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None
    unit_name: str | None
    others: int
    here: bool


def close_by(viewer: Actor, kind: str, lon: float, lat: float, now: datetime) -> list[StreetCase]:
    """Open cases of one kind in the squares around a point, the likeliest first. For anybody; one statement.

    Likelier is what lies in the very square, then what was reported later: all that the same answer for a whole square
    allows; words and metres are the desk's to compare (queries/sameness.py).

    Empty for kinds that strangers are not shown, whatever lies there.
    """
    try:
        entry = catalogue.entry("case_kind", kind, at=now)
    except Missing:
        return []
    if not on_the_street(entry.spec):
        return []
    south, west = own_square(lat), own_square(lon)
    square = (south, south + SQUARE, west, west + SQUARE)
    return _cards(
        STREET_CASE.format(here=HERE),
        f"""where c.kind = %s and c.secrecy = 0 and c.about_unit is null and c.parent is null and {REAL} and {among(OPEN).sql}
            and c.lat >= %s and c.lat < %s and c.lon >= %s and c.lon < %s and c.reported_at > %s
            order by here desc, c.reported_at desc, c.id limit {MOST_SHOWN}""",
        (*square, kind, *squares(lat), *squares(lon), now - LOOKED_BACK),
    )


def folded_into(viewer: Actor, case: UUID) -> StreetCase | None:
    """How far the case has come that this viewer's own report was folded into; None when it stands alone or is sealed."""
    mine = """c.id = (select m.into from cases_case m
                       where m.id = %s and m.state = 'merged' and (m.id = %s or m.reporter = %s))"""
    found = _cards(
        STREET_CASE.format(here="false"), f"where {mine} and c.secrecy = 0", (case, viewer.link_case, viewer.account)
    )
    return found[0] if found else None


def folded(viewer: Actor, case: UUID) -> list[tuple[UUID, UUID | None]]:
    """The reports that were folded into a case, each with its reporter's account: for flows that tell them."""
    if viewer.kind != "house":
        raise Missing
    rows = sql.rows(
        """select id, reporter from cases_case c where c.into = %s and state = 'merged' and secrecy = 0 order by id""",
        (case,),
    )
    return [(row["id"], row["reporter"]) for row in rows]


def _cards(query: str, rest: str, params: tuple[Any, ...]) -> list[StreetCase]:
    found = []
    for row in sql.rows(f"{query} {rest}", params):
        label = catalogue.by_id(row.pop("entry")).spec.label
        found.append(StreetCase(kind_label=label, **row))
    return found
