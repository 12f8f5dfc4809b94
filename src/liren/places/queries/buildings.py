"""Buildings and the search by address. Addresses are public; lists with household counts need `places.see`."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode
from liren.places.queries.names import name_path
from liren.places.queries.where import county
from liren.trust import sight, sql

SHORTEST_SEARCH = 2
MOST_WORDS = 5
BUILDING = "select id, code, name, address, lon, lat, area, households, floors from places_building"
SEARCH = """
select id as building, address, lon, lat, area from places_building
where {words}
order by length(address), address, id limit %s
"""
HAS_WORD = "(strpos(lower(address), %s) > 0 or strpos(lower(name), %s) > 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingCard:
    """A building; `area` is None when it stands outside every grid, `floors` when unknown."""

    id: UUID
    code: str
    name: str
    address: str
    lon: float
    lat: float
    area: AreaCode | None
    households: int
    floors: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFound:
    """One hit of a resident's search by address, with the way to it in names."""

    building: UUID
    address: str
    lon: float
    lat: float
    path: str


def search_places(viewer: Actor, text: str, limit: int = 10) -> list[PlaceFound]:
    """Addresses that hold every word of `text`, shortest first. Addresses are public: any viewer may search."""
    words = unicodedata.normalize("NFKC", text).lower().split()[:MOST_WORDS]
    if sum(map(len, words)) < SHORTEST_SEARCH:
        return []
    query = SEARCH.format(words=" and ".join([HAS_WORD] * len(words)))
    rows = sql.rows(query, (*(word for word in words for _ in range(2)), limit))
    return [PlaceFound(**{**_without_area(r), "path": name_path(r["area"] or "")}) for r in rows]


def _without_area(row: dict[str, Any]) -> dict[str, Any]:
    return {key: content for key, content in row.items() if key != "area"}


def buildings_of(viewer: Actor, area: str) -> list[BuildingCard]:
    """The buildings inside an area, by address."""
    seen = sight.where(viewer, "places.see")
    query = f"{BUILDING} where area >= %s and area < %s and {seen.sql} order by address, code"
    return [_building(row) for row in sql.rows(query, (area, sight.after(area), *seen.params))]


def buildings_outside(viewer: Actor) -> list[BuildingCard]:
    """Buildings that stand in no grid, for whoever sees the whole county."""
    top = county()
    if top is None or not sight.visible(viewer, "places.see", top):
        return []
    return [_building(row) for row in sql.rows(f"{BUILDING} where area is null order by address, code")]


def building_ids(viewer: Actor, codes: Iterable[str]) -> dict[str, UUID]:
    """The ids of buildings by their numbers (楼栋编号). Any viewer may ask."""
    rows = sql.rows("select code, id from places_building where code = any(%s)", (list(codes),))
    return {row["code"]: row["id"] for row in rows}


def building_names(viewer: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these buildings are called: their name, else their address. Public; any viewer may ask. One statement."""
    rows = sql.rows(
        "select id, coalesce(nullif(name, ''), address) as name from places_building where id = any(%s)", (list(ids),)
    )
    return {row["id"]: row["name"] for row in rows}


def building(viewer: Actor, id: UUID) -> BuildingCard | None:
    """One building. Its address and place are public; any viewer may ask."""
    row = sql.one(f"{BUILDING} where id = %s", (id,))
    return _building(row) if row else None


def building_at(viewer: Actor, lon: float, lat: float, area: str, *, within: int = 60) -> BuildingCard | None:
    """The building of a micro-grid that stands nearest to a point, at most `within` metres away. Any viewer may ask."""
    row = sql.one(
        f"""select * from (select *, sqrt(power((lat - %s) * 111320, 2) + power((lon - %s) * 111320 * cos(radians(%s)), 2)) as metres
              from ({BUILDING} where area = %s) b) n where metres <= %s order by metres, code limit 1""",
        (lat, lon, lat, area, within),
    )
    return _building({name: content for name, content in row.items() if name != "metres"}) if row else None


def _building(row: dict[str, Any]) -> BuildingCard:
    return BuildingCard(**{**row, "area": AreaCode(row["area"]) if row["area"] else None})
