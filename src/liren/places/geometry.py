"""Degrees in, degrees out: the three datums of Chinese maps, and metres for lengths and areas.

Inside Liren every coordinate is CGCS2000/WGS-84 (EPSG:4490 and 4326 differ by centimetres). GCJ-02 (Gaode, Tencent) and
BD-09 (Baidu) exist only at the edges, in files and map tiles, and are converted here. Arrays are (n, 2) of lon, lat in
degrees. Source: the published GCJ-02 obfuscation polynomial and Baidu's second offset (domain.md §3.5). The inverses
are iterated, because the customary one-step inverse is wrong by up to a metre.
"""

from functools import lru_cache
from typing import Final, Literal, get_args

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]
Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: Final[tuple[str, ...]] = get_args(Datum)
DATUM_LABELS: Final = {"wgs84": "CGCS2000/WGS-84", "gcj02": "GCJ-02（高德、腾讯）", "bd09": "BD-09（百度）"}

_SEMI_MAJOR: Final = 6378245.0  # Krasovsky 1940, as the GCJ-02 polynomial uses it
_ECCENTRICITY2: Final = 0.00669342162296594323
_BD_TURN: Final = np.pi * 3000.0 / 180.0
_ROUNDS: Final = 12  # each round shrinks the error about a thousandfold; the last ones settle the last digits


def _in_china(points: Points) -> NDArray[np.bool_]:
    """The rectangle outside which the offset is the identity."""
    lon, lat = points[:, 0], points[:, 1]
    return (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)


def _gcj_offset(points: Points) -> Points:
    """The GCJ-02 offset in degrees at WGS-84 `points`, zero outside China."""
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    latitude = np.radians(points[:, 1])
    shrink = 1.0 - _ECCENTRICITY2 * np.sin(latitude) ** 2
    lat = np.degrees(north / (_SEMI_MAJOR * (1.0 - _ECCENTRICITY2) / shrink**1.5))
    lon = np.degrees(east / (_SEMI_MAJOR / np.sqrt(shrink) * np.cos(latitude)))
    return np.where(_in_china(points)[:, None], np.column_stack([lon, lat]), 0.0)


def _bd_offset(points: Points) -> Points:
    """Baidu's second offset in degrees at GCJ-02 `points`, zero outside China."""
    lon, lat = points[:, 0], points[:, 1]
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    moved = np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])
    return np.where(_in_china(points)[:, None], moved - points, 0.0)


def from_wgs84(points: Points, datum: str) -> Points:
    """WGS-84 `points` as the map of `datum` shows them."""
    if datum == "wgs84":
        return points
    gcj = points + _gcj_offset(points)
    return gcj if datum == "gcj02" else gcj + _bd_offset(gcj)


def to_wgs84(points: Points, datum: str) -> Points:
    """`points` read from a map of `datum`, as WGS-84; the round trip is exact to better than 1e-9 degrees."""
    found = points
    if datum == "wgs84":
        return found
    for _ in range(_ROUNDS):
        found = found + (points - from_wgs84(found, datum))
    return found


def shape_to_wgs84(shape: BaseGeometry, datum: str) -> BaseGeometry:
    """A shape read from a map of `datum`, every vertex as WGS-84."""
    return shapely.transform(shape, lambda points: to_wgs84(points, datum))


@lru_cache(maxsize=16)
def _projection(meridian: int) -> Transformer:
    """CGCS2000 3-degree Gauss-Krüger around `meridian` (120 is EPSG:4549); any meridian works, in China or not."""
    crs = CRS.from_proj4(f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m")
    return Transformer.from_crs(CRS.from_epsg(4490), crs, always_xy=True)


class Metres:
    """A plane in metres around one longitude: project there, measure, come back."""

    def __init__(self, lon: float) -> None:
        self._transformer = _projection(round(lon / 3.0) * 3)

    def of(self, points: Points) -> Points:
        """Degrees to metres (east, north), (n, 2)."""
        return np.column_stack(self._transformer.transform(points[:, 0], points[:, 1]))

    def degrees(self, points: Points) -> Points:
        """Metres back to degrees, (n, 2)."""
        return np.column_stack(self._transformer.transform(points[:, 0], points[:, 1], direction="INVERSE"))

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in degrees as a shape in metres."""
        return shapely.transform(shape, self.of)


def area_m2(shape: BaseGeometry) -> float:
    """The area of a shape given in degrees, in square metres; zero for a shape without area."""
    if shape.is_empty:
        return 0.0
    return float(Metres(shape.centroid.x).shape(shape).area)


def is_swapped(lon: float, lat: float, bounds: tuple[float, float, float, float]) -> bool:
    """True when the point only makes sense with its two numbers exchanged.

    `bounds` is where points are expected (west, south, east, north); it only has to be far from its mirror image.
    """
    west, south, east, north = bounds
    here = west <= lon <= east and south <= lat <= north
    mirrored = west <= lat <= east and south <= lon <= north
    return mirrored and not here
