"""Point → micro-grid, in memory: a tree of rectangles over the polygons, rebuilt when the map changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode

# Two neighbours drawn by hand miss each other by a hair; coordinates are kept to 1e-7 degrees (about a centimetre),
# so a point in such a crack still belongs to one of them.
HAIR = 1e-7


@dataclass(frozen=True, slots=True)
class Shape:
    """The polygon of one area on today's map, in WGS-84 degrees; `version` is the id of its dated version."""

    code: AreaCode
    polygon: BaseGeometry
    version: int = 0


class Locator:
    """Finds the one shape that holds a point. On a shared border the smallest code wins, every time."""

    def __init__(self, shapes: list[Shape], outline: BaseGeometry | None) -> None:
        self.shapes = shapes
        self._polygons = [shape.polygon for shape in shapes]
        self._tree = shapely.STRtree(self._polygons)
        self._outline = outline
        if outline is not None:
            shapely.prepare(outline)

    @classmethod
    def build(cls, shapes: Iterable[Shape], outline: BaseGeometry | None = None) -> Self:
        """`shapes` are the micro-grids, `outline` the county; without an outline no point is outside the county."""
        return cls(sorted(shapes, key=lambda shape: shape.code), outline)

    def find_shape(self, lon: float, lat: float) -> Shape | None:
        """The shape that holds the point or whose border touches it, None outside every grid."""
        point = shapely.Point(lon, lat)
        found = self._tree.query(point, predicate="intersects")
        if not found.size:
            found = self._tree.query(point, predicate="dwithin", distance=HAIR)
        return self.shapes[int(found.min())] if found.size else None

    def find_all(self, points: NDArray[np.float64]) -> list[AreaCode | None]:
        """`find` for many points at once, (n, 2) of lon, lat."""
        found: list[AreaCode | None] = [None] * len(points)
        asked, held = self._tree.query(shapely.points(points), predicate="intersects")
        for point, shape in sorted(zip(asked.tolist(), held.tolist(), strict=True), reverse=True):
            found[point] = self.shapes[shape].code
        return [self.find(*points[index].tolist()) if code is None else code for index, code in enumerate(found)]

    def find(self, lon: float, lat: float) -> AreaCode | None:
        """The code of the micro-grid at the point, None outside every grid."""
        shape = self.find_shape(lon, lat)
        return shape.code if shape else None

    def outside_county(self, lon: float, lat: float) -> bool:
        """True when the county has an outline and the point lies beyond it (and beyond every grid)."""
        if self._outline is None or shapely.intersects_xy(self._outline, lon, lat):
            return False
        return self.find_shape(lon, lat) is None

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all shapes, else of the county; None on an empty map."""
        return tuple(shapely.total_bounds(self._polygons).tolist()) if self._polygons else self.bounds

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of the county, else of all shapes; None on an empty map."""
        if self._outline is not None:
            return tuple(self._outline.bounds)
        return tuple(shapely.total_bounds(self._polygons).tolist()) if self._polygons else None
