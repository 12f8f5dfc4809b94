"""One grid as the rules of dividing see it: its buildings, their cells, the roads between, all in metres.

Worked out from the rows in a tenth of a second and kept while the map and the buildings stay as they are.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode, Refusal
from liren.places import atlas
from liren.places.geometry import Metres
from liren.places.rules.cells import RANKS, Ground, House, Road, ground
from liren.trust import epochs, sql

KEPT: Final = 16
ROADS = """
select rank, shape from places_feature
where kind = 'road' and box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s))
"""
HOUSES = """
select id, code, name, address, area, lon, lat, households, floors, footprint from places_building
where (area >= %(from)s and area < %(to)s)
   or (area is null and point(lon, lat) <@ box(point(%(west)s, %(south)s), point(%(east)s, %(north)s)))
order by code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """A building of the grid; `area` is its micro-grid of today, None in a gap. `footprint` is in metres, or None."""

    id: UUID
    code: str
    name: str
    address: str
    area: str | None
    households: int
    x: float
    y: float
    footprint: BaseGeometry | None

    @property
    def called(self) -> str:
        return self.name or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The n dwellings of a grid, `outline` and `ground` in metres of `plane`; index says where a building stands."""

    grid: AreaCode
    plane: Metres
    outline: BaseGeometry
    dwellings: tuple[Dwelling, ...]
    ground: Ground
    roads: tuple[Road, ...]
    index: dict[UUID, int]

    @property
    def households(self) -> list[int]:
        return [one.households for one in self.dwellings]

    @property
    def spots(self) -> list[tuple[float, float]]:
        """Where each dwelling stands, in metres."""
        return [(one.x, one.y) for one in self.dwellings]

    @property
    def now(self) -> list[str | None]:
        """Today's micro-grid of each dwelling."""
        return [one.area for one in self.dwellings]


_kept: "OrderedDict[tuple[str, str, int, int], Layout]" = OrderedDict()


def of(grid: AreaCode) -> Layout:
    """The grid as it is in the running transaction. Raises Refusal while it has no outline or no buildings."""
    key = (
        str(connection.settings_dict["NAME"]), str(grid), epochs.current(atlas.EPOCH), epochs.current(atlas.GROUND),
    )  # fmt: skip
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = load(grid)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def load(grid: AreaCode) -> Layout:
    """Read the grid anew."""
    row = sql.one("select shape from places_area_version where area = %s and upper_inf(during)", (str(grid),))
    if row is None or row["shape"] is None:
        raise Refusal("no_outline", "这个网格还没有边界，请先导入网格的边界。")
    degrees = shapely.from_wkb(bytes(row["shape"]))
    plane = Metres(degrees.centroid.x)
    west, south, east, north = degrees.bounds
    rows = sql.rows(
        HOUSES,
        {"from": str(grid), "to": str(grid) + ":", "west": west, "south": south, "east": east, "north": north},
    )
    shapely.prepare(degrees)
    rows = [r for r in rows if r["area"] is not None or shapely.intersects_xy(degrees, r["lon"], r["lat"])]
    if not rows:
        raise Refusal("no_buildings", "这个网格里还没有楼栋，请先导入楼栋。")
    places = plane.of(np.array([(r["lon"], r["lat"]) for r in rows]))
    dwellings = tuple(
        Dwelling(
            id=r["id"], code=r["code"], name=r["name"], address=r["address"], area=r["area"], households=r["households"],
            x=float(x), y=float(y), footprint=plane.shape(shapely.from_wkb(bytes(r["footprint"]))) if r["footprint"] else None,
        )
        for r, (x, y) in zip(rows, places, strict=True)
    )  # fmt: skip
    roads = tuple(
        Road(plane.shape(shapely.from_wkb(bytes(r["shape"]))), RANKS[r["rank"]])
        for r in sql.rows(ROADS, (west, south, east, north))
    )
    outline = plane.shape(degrees)
    houses = [House(one.x, one.y, one.footprint) for one in dwellings]
    return Layout(
        grid=grid, plane=plane, outline=outline, dwellings=dwellings, ground=ground(houses, outline, roads), roads=roads,
        index={one.id: n for n, one in enumerate(dwellings)},
    )  # fmt: skip


def to_degrees(layout: Layout, shape: BaseGeometry) -> bytes:
    """A shape in metres as the WKB that the map keeps; coordinates to a hair's breadth, valid."""
    degrees = shapely.transform(shape, layout.plane.degrees)
    return bytes(shapely.to_wkb(shapely.set_precision(degrees, 1e-9)))
