"""Doors on a day: in which micro-grid every building stood, by its stays. Before a building's first stay it is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import Actor, AreaCode
from liren.places.queries.where import county
from liren.trust import sight, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """How many buildings stood in a micro-grid on a day, and how many households they have."""

    area: str
    doors: int
    households: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One building as a list of doors has it."""

    building: UUID
    code: str
    name: str
    address: str
    households: int
    area: str


COUNT = """
select s.area, count(*)::int as doors, coalesce(sum(b.households), 0)::int as households
from places_stay s join places_building b on b.id = s.building
where s.during @> %s::date and s.area >= %s and s.area < %s group by s.area order by s.area
"""
DOOR = """
select b.id as building, b.code, b.name, b.address, b.households, s.area
from places_stay s join places_building b on b.id = s.building
where s.during @> %s::date and s.area = any(%s) and {seen} order by s.area, b.address, b.code limit %s
"""


def doors(viewer: Actor, within: AreaCode, on: date) -> list[Doors]:
    """The micro-grids inside an area that had buildings on a day, with their numbers. Raises Missing without `places.see`."""
    sight.need(viewer, "places.see", within)
    return sql.rows(COUNT, (on, within, sight.after(within)), into=Doors, anew=True)


def outside(viewer: Actor) -> int:
    """How many buildings stand in no micro-grid now; 0 for whoever does not see the whole county."""
    top = county()
    if top is None or not sight.visible(viewer, "places.see", top):
        return 0
    return int(sql.value("select count(*) from places_building where area is null"))


def doors_of(viewer: Actor, areas: Iterable[str], on: date, limit: int) -> list[Door]:
    """The buildings of some micro-grids on a day, by micro-grid and address."""
    seen = sight.where(viewer, "places.see", "s.area")
    return sql.rows(DOOR.format(seen=seen.sql), (on, list(areas), *seen.params, limit), into=Door)


def area_on(viewer: Actor, building: UUID, on: date) -> str | None:
    """The micro-grid a building stood in on a day, None outside every one or before it was known. Any viewer may ask."""
    area: str | None = sql.value(
        "select area from places_stay where building = %s and during @> %s::date", (building, on)
    )
    return area
