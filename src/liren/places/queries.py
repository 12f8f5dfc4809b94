"""What other rooms and pages may ask the places room. Names, outlines and addresses are public; the tree of an office
and the household counts need the right `places.see`."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Refusal
from liren.kernel.area import LEVEL_LABELS, Level
from liren.places import atlas, rules, tiles
from liren.places.geometry import is_swapped
from liren.places.mercator import Tile
from liren.trust import sight, sql
from liren.trust.epochs import current as read_epoch

SHORTEST_SEARCH = 2
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies: the micro-grid that answers for it, and the id of that area's version of today."""

    scope: AreaCode
    area_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCard:
    """An area as the office sees it; `children` counts the open areas one level below, `area_m2` is None without outline."""

    code: AreaCode
    name: str
    since: date
    households: int
    area_m2: float | None
    lon: float | None
    lat: float | None
    children: int

    @property
    def level(self) -> str:
        """The Chinese word for the level."""
        return LEVEL_LABELS[self.code.level]

    @property
    def short(self) -> str:
        return rules.short_name(self.name)

    @property
    def long_name(self) -> str:
        """The name that says where it is: 界中社区第三网格."""
        return rules.long_name(self.code, atlas.at().names)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """An area as it was from `since` up to, but not on, `until` (None: it holds now)."""

    name: str
    since: date
    until: date | None
    area_m2: float | None
    households: int


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


AREA = """
select a.code, v.name, lower(v.during) as since, v.households, v.area_m2, v.lon, v.lat,
       (select count(*) from places_area c where c.parent = a.code and c.closed_on is null) as children
from places_area a join places_area_version v on v.area = a.code and upper_inf(v.during)
where a.closed_on is null and {condition}
order by a.code
"""
BUILDING = "select id, code, name, address, lon, lat, area, households, floors from places_building"
SEARCH = """
select id as building, address, lon, lat, area from places_building
where {words}
order by length(address), address, id limit %s
"""
HAS_WORD = "(strpos(lower(address), %s) > 0 or strpos(lower(name), %s) > 0)"


# the map -------------------------------------------------------------------


def locate(lon: float, lat: float, epochs: dict[str, int] | None = None) -> Located | None:
    """The micro-grid at a point, None outside every grid. A handler passes `act.epochs`, so that no old map answers."""
    shape = atlas.at(epochs).locator.find_shape(lon, lat)
    return Located(shape.code, shape.version) if shape else None


def outside_county(lon: float, lat: float, epochs: dict[str, int] | None = None) -> bool:
    """True beyond the county's outline; False everywhere while the county has none."""
    return atlas.at(epochs).locator.outside_county(lon, lat)


def point_trouble(lon: float, lat: float, epochs: dict[str, int] | None = None) -> Refusal | None:
    """Why a report can't be placed at this point, as the sentence to show; None when it can."""
    now = atlas.at(epochs)
    bounds = now.locator.bounds
    if bounds is not None and is_swapped(lon, lat, bounds):
        return Refusal("place_swapped", "经度和纬度填反了，请把两个数对调。", field="place")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return Refusal("place_degrees", "坐标超出了经纬度的范围，请在地图上重新选，或从门牌里选。", field="place")
    if now.locator.outside_county(lon, lat):
        name = now.names.get(now.county or "", "本县")
        return Refusal("place_outside", f"这个位置不在{name}范围内，请在地图上重新选，或从门牌里选。", field="place")
    return None


def county(epochs: dict[str, int] | None = None) -> AreaCode | None:
    """The county that the map covers, None before the first import of outlines."""
    return atlas.at(epochs).county


def version_of(code: str, epochs: dict[str, int] | None = None) -> int | None:
    """The id of today's version of an area, None for an unknown or closed one."""
    return atlas.at(epochs).versions.get(code)


def bounds(epochs: dict[str, int] | None = None) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the micro-grids in degrees, else of the county; None on an empty map."""
    return atlas.at(epochs).locator.extent


def bounds_of(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of one area's outline in degrees; None without an outline. Outlines are public."""
    shape = atlas.at().shapes.get(AreaCode(code))
    return tuple(shape.bounds) if shape is not None else None


def middles(viewer: Actor, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """A point inside each of these areas (lon, lat), where its name can stand; areas without outline are left out."""
    return tiles.middles(atlas.at(), set(codes))


@dataclass(frozen=True, slots=True)
class TileCut:
    """A tile's bytes (b"" where nothing is) and the epoch of the map they were cut from."""

    content: bytes
    epoch: int


def tile_epochs() -> dict[str, int]:
    """The layer sets of the map's tiles and how often each has changed; it belongs into a tile's address."""
    return {layers: read_epoch(name) for layers, name in tiles.SETS.items()}


def tile(layers: str, z: int, x: int, y: int, epoch: int) -> TileCut | None:
    """One tile of today's map, public like everything drawn on it; None when there is no such set or tile.

    `epoch` is the one of its address: a process whose map is older reads it again first.
    """
    if layers not in tiles.SETS:
        return None
    try:
        place = Tile(z, x, y)
    except ValueError:
        return None
    name = tiles.SETS[layers]
    now = read_epoch(name)
    return TileCut(tiles.cut(layers, place, {name: min(epoch, now)}), now)


# names ---------------------------------------------------------------------


def name_path(code: str) -> str:
    """界牌镇界中社区第三网格, from memory; "" for ""."""
    return rules.path(code, atlas.at().names) if code else ""


def name_of(code: str) -> str:
    """The short name of one area, from memory: 界中社区. An unknown code stands for itself."""
    return rules.short_name(atlas.at().names.get(code, code))


def communities() -> list[tuple[AreaCode, str]]:
    """Every village and community of the map with its short name, by code: what a resident chooses from."""
    names = sorted(atlas.at().names.items())
    return [(AreaCode(code), rules.short_name(name)) for code, name in names if len(code) == Level.COMMUNITY]


def names(viewer: Actor, codes: Iterable[str]) -> dict[str, str]:
    """The long names of many areas, from memory: 界中社区第三网格. Names are public: any viewer may ask."""
    known = atlas.at().names
    return {code: rules.long_name(code, known) for code in codes if code}


def below(viewer: Actor, within: str, level: Level) -> list[tuple[AreaCode, str]]:
    """Every area of one level inside another with its short name, by code, from memory. Names are public."""
    names = sorted((code, name) for code, name in atlas.at().names.items() if code.startswith(within))
    return [(AreaCode(code), rules.short_name(name)) for code, name in names if len(code) == level]


def areas_named(viewer: Actor, text: str, most: int = 6) -> list[tuple[AreaCode, str]]:
    """Areas whose name holds `text`, the widest first, with their long names, from memory. Names are public."""
    known = atlas.at().names
    found = sorted((len(code), code) for code, name in known.items() if text in name)[:most]
    return [(AreaCode(code), rules.long_name(code, known)) for _length, code in found]


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


# the office ----------------------------------------------------------------


def area_card(viewer: Actor, code: str) -> AreaCard | None:
    """One area, None when it is not there or not this viewer's to see."""
    return next(iter(_areas(viewer, "a.code = %s", (code,))), None)


def children(viewer: Actor, code: str) -> list[AreaCard]:
    """The open areas one level below, in the order of their codes."""
    return _areas(viewer, "a.parent = %s", (code,))


def tree(viewer: Actor, within: str = "") -> list[AreaCard]:
    """Every open area this viewer may see, of the whole map or inside one area, each before those inside it."""
    return _areas(viewer, "starts_with(a.code, %s)", (within,))


def _areas(viewer: Actor, condition: str, params: tuple[Any, ...]) -> list[AreaCard]:
    seen = sight.where(viewer, "places.see", column="a.code")
    rows = sql.rows(AREA.format(condition=f"{condition} and {seen.sql}"), (*params, *seen.params))
    return [AreaCard(**{**row, "code": AreaCode(row["code"])}) for row in rows]


def area_history(viewer: Actor, code: str) -> list[VersionCard]:
    """The dated versions of an area, the latest first, those of a closed one too."""
    sight.need(viewer, "places.see", code)
    return sql.rows(
        """select name, lower(during) as since, upper(during) as until, area_m2, households
           from places_area_version where area = %s order by during desc""",
        (code,),
        into=VersionCard,
    )


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


def building(viewer: Actor, id: UUID) -> BuildingCard | None:
    """One building. Its address and place are public; any viewer may ask."""
    row = sql.one(f"{BUILDING} where id = %s", (id,))
    return _building(row) if row else None


def _building(row: dict[str, Any]) -> BuildingCard:
    return BuildingCard(**{**row, "area": AreaCode(row["area"]) if row["area"] else None})
