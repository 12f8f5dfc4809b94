"""A GeoJSON file of buildings, roads or an earlier plan, for the partitioner; tolerant of points and polygons.

What cannot be used is said with the numbers of the features, counted from one, and nothing is mended on a guess: a
polygon that crosses itself and a footprint that comes twice would both change who is responsible for whom.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.places.geometry import Metres, to_wgs84
from liren.places.partition.graph import Floats
from liren.places.partition.trouble import PartitionError, listed

MOST = 1_000_000
USED = ("Point", "MultiPoint", "Polygon", "MultiPolygon")
SAME_M = 0.5  # two middles nearer than this, of like area, are the same footprint
OSM_MAIN = ("motorway", "trunk", "primary", "arterial", "main", "干路", "主干道")
OSM_STREET = ("secondary", "tertiary", "connector", "street", "街道", "次干道")


class BadFile(PartitionError):
    """A file that is no GeoJSON, or one with features that cannot be used."""


@dataclass(frozen=True, slots=True)
class Features:
    """`properties` and `ids` of n features as the file has them; `shapes` (n) in degrees, WGS-84."""

    document: dict[str, object]
    properties: list[dict[str, object]]
    ids: list[str]
    shapes: NDArray[np.object_]

    def middle(self) -> Floats:
        """(n, 2) degrees."""
        middle: Floats = shapely.get_coordinates(shapely.centroid(self.shapes))
        return middle


def read(content: bytes, datum: str = "wgs84") -> Features:
    """The features of a file, coordinates converted from `datum`. Raises BadFile."""
    try:
        document = json.loads(content)
    except ValueError as trouble:
        raise BadFile(f"不是完整的 GeoJSON（{trouble}）。请从地图软件重新导出。") from trouble
    rows = document.get("features") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadFile("文件里没有图形。请导出为 FeatureCollection，并确认选中了图层。")
    if len(rows) > MOST:
        raise BadFile(f"文件里有 {len(rows)} 个图形，一次最多 {MOST} 个。请按镇街拆开。")
    crs = str(((document.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not crs.endswith(("CRS84", "4326", "4490")):
        raise BadFile(f"坐标系是 {crs}，不是经纬度。请按 EPSG:4490 或 EPSG:4326 重新导出。")
    texts = np.array([json.dumps(row.get("geometry") if isinstance(row, dict) else None) for row in rows], dtype=object)
    texts[texts == "null"] = '{"type":"GeometryCollection","geometries":[]}'
    shapes = shapely.force_2d(shapely.from_geojson(texts, on_invalid="ignore"))
    broken = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(broken):
        raise BadFile(f"第 {listed(broken.tolist())} 个图形没有坐标，或不完整。请补画，或删去这些。", broken.tolist())
    spots = shapely.get_coordinates(shapes)
    if not (np.isfinite(spots).all() and (np.abs(spots) <= (180, 90)).all()):
        raise BadFile("坐标不是经纬度，或经度、纬度写反了。GeoJSON 里先写经度，请按 EPSG:4490 或 EPSG:4326 重新导出。")
    if datum != "wgs84":
        shapes = shapely.transform(shapes, lambda points: to_wgs84(points, datum))
    properties = [dict(row.get("properties") or {}) if isinstance(row, dict) else {} for row in rows]
    ids = [str(p.get("id", row.get("id", i + 1))) for i, (p, row) in enumerate(zip(properties, rows, strict=True))]
    return Features(document, properties, ids, np.asarray(shapes, dtype=object))


def check_buildings(found: Features) -> tuple[NDArray[np.object_], Metres]:
    """The shapes in metres and their plane. Raises BadFile for lines, self-crossing polygons and double footprints."""
    kinds = np.array([shape.geom_type for shape in found.shapes])
    odd = np.flatnonzero(~np.isin(kinds, USED))
    if len(odd):
        raise BadFile(f"第 {listed(odd.tolist())} 个图形不是点或面，不能当楼栋。", odd.tolist())
    crossed = np.flatnonzero(~shapely.is_valid(found.shapes))
    if len(crossed):
        why = str(shapely.is_valid_reason(found.shapes[crossed[0]]))
        place = why[why.find("[") :] if "[" in why else ""
        sentence = f"第 {listed(crossed.tolist())} 个图形的边界自己交叉了{place}。"
        raise BadFile(f"{sentence}请用地图软件的“修复几何”功能处理后再试。", crossed.tolist())
    first = found.middle()
    metres = Metres(float(np.median(first[:, 0])))
    shapes = shapely.transform(found.shapes, metres.of)
    _refuse_doubles(shapes, found.ids)
    return np.asarray(shapes, dtype=object), metres


def _refuse_doubles(shapes: NDArray[np.object_], ids: list[str]) -> None:
    from scipy.spatial import KDTree

    middle, area = shapely.get_coordinates(shapely.centroid(shapes)), shapely.area(shapes)
    pairs = KDTree(middle).query_pairs(SAME_M, output_type="ndarray")
    if len(pairs):
        a, b = area[pairs[:, 0]], area[pairs[:, 1]]
        pairs = pairs[np.abs(a - b) <= 0.02 * np.maximum(a, b)]
    if len(pairs):
        later = sorted({int(p) for p in pairs.max(axis=1)})
        one, other = int(pairs[0].min()) + 1, int(pairs[0].max()) + 1
        sentence = f"有 {len(later)} 栋楼画了两遍，例如第 {one} 个和第 {other} 个图形是同一块地。"
        raise BadFile(f"{sentence}重复的会把人算两次，请删去：第 {listed(later)} 个。", later)
    first = {name: i for i, name in reversed(list(enumerate(ids)))}
    again = [i for i, name in enumerate(ids) if first[name] != i]
    if again:
        raise BadFile(f"第 {listed(again)} 个图形的 id 前面已经用过。每栋楼的 id 只能用一次。", again)


def roads_of(found: Features, metres: Metres) -> dict[int, list[BaseGeometry]]:
    """The lines of a road file by class: 1 main, 2 street, 3 everything else. Other shapes are left out."""
    lines: dict[int, list[BaseGeometry]] = {1: [], 2: [], 3: []}
    shapes = shapely.transform(found.shapes, metres.of)
    for row, shape in zip(found.properties, shapes, strict=True):
        if shape.geom_type.endswith("LineString"):
            lines[road_class(row)].append(shape)
    if not any(lines.values()):
        raise BadFile("道路文件里没有线。请导出道路中心线。")
    return lines


def road_class(row: Mapping[str, object]) -> int:
    """From `rank`, `roadClass`, `class` or OpenStreetMap's `highway`."""
    said = str(next((row[k] for k in ("rank", "等级", "roadClass", "class", "highway") if row.get(k)), ""))
    said = said.removesuffix("_link")
    return 1 if said in OSM_MAIN or said == "1" else 2 if said in OSM_STREET or said == "2" else 3
