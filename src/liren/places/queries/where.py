"""Where a point lies, and what the map covers: answered from memory. Outlines are public."""

from collections.abc import Iterable
from dataclasses import dataclass

from liren.kernel import Actor, AreaCode, Refusal
from liren.kernel.area import Level
from liren.places import atlas, tiles
from liren.places.geometry import is_swapped
from liren.trust import sql


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies: the micro-grid that answers for it, and the id of that area's version of today."""

    scope: AreaCode
    area_version: int


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


def sides(within: str) -> dict[Level, float]:
    """How many metres across the areas inside one typically are (the median of the root of their size), by level."""
    rows = sql.rows(
        """select length(area) as level, percentile_cont(0.5) within group (order by sqrt(area_m2)) as side
           from places_area_version where upper_inf(during) and area_m2 > 0 and starts_with(area, %s) group by 1""",
        (within,),
    )
    return {Level(row["level"]): row["side"] for row in rows}


def middles(viewer: Actor, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """A point inside each of these areas (lon, lat), where its name can stand; areas without outline are left out."""
    return tiles.middles(atlas.at(), set(codes))
