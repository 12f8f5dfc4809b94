"""Seats on the two committees: numbers for whoever may see figures, names only for whoever keeps the list."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.people.rules.figures import Figure, SeatHeld, seats
from liren.trust import sql
from liren.trust.sight import need, where

FIGURES, NAMES = "people.figures", "people.workforce"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCard:
    """A seat with its holder. `last` is the last day, None while nobody knows."""

    id: UUID
    person: UUID
    name: str
    area: str
    body: str
    term: int
    standing: str
    role: str
    background: str
    came_by: str
    starts: date
    last: date | None
    version: int


def need_figures(viewer: Actor, area: str) -> None:
    """Raise Missing unless the viewer may see the figures of an area; whoever keeps the lists may."""
    if not any(g.area.covers(area) for right in (FIGURES, NAMES) for g in viewer.holds(right)):
        need(viewer, FIGURES, area)


def may_name(viewer: Actor, area: str) -> bool:
    """Whether the viewer sees who the figures count."""
    return viewer.kind == "house" or any(g.area.covers(area) for g in viewer.holds(NAMES))


def seat_figures(viewer: Actor, area: AreaCode, day: date) -> dict[str, Figure]:
    """Who has a seat on a day, by standing and background (domain.md §1.3, HX-04). Raises Missing without right."""
    need_figures(viewer, area)
    rows = sql.rows(
        "select person, standing, background from people_seat where starts_with(area, %s) and during @> %s",
        (area, day),
        into=SeatHeld,
    )
    return seats(rows)


def seat_list(viewer: Actor, area: AreaCode, day: date | None) -> list[SeatCard]:
    """The seats of an area that are held on a day (None: every one there ever was), by community, committee and role."""
    seen = where(viewer, NAMES, "s.area")
    return sql.rows(
        f"""select s.id, s.person, p.name, s.area, s.body, s.term, s.standing, s.role, s.background, s.came_by, s.version,
                   lower(s.during) as starts, upper(s.during) - 1 as last
            from people_seat s join people_person p on p.id = s.person
            where starts_with(s.area, %s) and (%s::date is null or s.during @> %s) and {seen.sql}
            order by s.area, s.body, s.term desc, array_position(array['head', 'deputy', 'member'], s.role::text),
                     s.standing, s.background, p.name, s.id""",
        (area, day, day, *seen.params),
        into=SeatCard,
    )


def seat_card(viewer: Actor, seat: UUID) -> SeatCard:
    """One seat. Raises Missing outside the viewer's areas."""
    area = sql.value("select area from people_seat where id = %s", (seat,))
    if area is None:
        raise Missing
    return next(s for s in seat_list(viewer, AreaCode(area), None) if s.id == seat)
