"""Web Mercator, at the one edge where it is used: the pixels of map tiles (EPSG:3857, tiles of the XYZ scheme).

Inside Liren there are degrees; nothing is measured here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, degrees, log, pi, radians, sinh, tan
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

EXTENT: Final = 4096  # units of a tile's side
MARGIN: Final = 64  # units drawn beyond it, so that outlines and their ends never show at a tile's border
LAST_ZOOM: Final = 16


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: zoom 0 is the world, x runs east, y runs south. Raises ValueError where there is none."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not (0 <= self.z <= LAST_ZOOM and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z):
            raise ValueError(f"no tile {self.z}/{self.x}/{self.y}")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, with the margin."""
        margin = MARGIN / EXTENT
        west, east = (self._lon(self.x + shift) for shift in (-margin, 1 + margin))
        north, south = (self._lat(self.y + shift) for shift in (-margin, 1 + margin))
        return west, south, east, north

    def _lon(self, x: float) -> float:
        return x / (1 << self.z) * 360 - 180

    def _lat(self, y: float) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * y / (1 << self.z)))))

    def units(self, shapes: Sequence[BaseGeometry]) -> NDArray[np.object_]:
        """Shapes in degrees in the units of this tile, y downwards; not clipped."""
        return np.asarray(shapely.transform(np.array(shapes, dtype=object), self._units))

    def _units(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        side = (1 << self.z) * EXTENT
        east = (points[:, 0] + 180) / 360
        south = (1 - np.arcsinh(np.tan(np.radians(points[:, 1]))) / pi) / 2
        return np.column_stack([east * side - self.x * EXTENT, south * side - self.y * EXTENT])

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point belongs to this tile and to none of its neighbours."""
        ((x, y),) = self._units(np.array([[lon, lat]]))
        return bool(0 <= x < EXTENT and 0 <= y < EXTENT)


def tile_at(z: int, lon: float, lat: float) -> Tile:
    """The tile of a zoom that holds a point."""
    side = 1 << z
    south = (1 - log(tan(radians(lat)) + 1 / cos(radians(lat))) / pi) / 2
    return Tile(z, int((lon + 180) / 360 * side), int(south * side))
