"""A GeoJSON file as rows with shapes (RFC 7946); a shape that crosses itself is refused, not mended."""

import json
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import progress
from liren.kernel.rows import RowError
from liren.places.rules.tables import Columns, Row, decode

UNIT = "个图形"
_DEGREES = ("CRS84", "4326", "4490")


def read_features(content: bytes, columns: Columns) -> list[tuple[Row, BaseGeometry | None]] | list[RowError]:
    """(row, shape) for each feature; the shape is None where the row has noted why it cannot be used."""
    text = decode(content)
    if isinstance(text, RowError):
        return [text]
    try:
        document = json.loads(text)
    except ValueError as trouble:
        return [RowError(0, "", f"不是完整的 GeoJSON（{_place(trouble)}）。", "请从地图软件重新导出 GeoJSON。")]
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        return [RowError(0, "", "文件里没有图形。", "请导出为 FeatureCollection，并确认选中了图层。")]
    crs = str((document.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    if not crs.endswith(_DEGREES):
        return [RowError(0, "", f"坐标系是 {crs}，不是经纬度。", "请按 EPSG:4490 或 EPSG:4326 重新导出。")]
    told = enumerate(progress.through("read", features), start=1)
    return [_feature(number, feature, columns) for number, feature in told]


def _place(trouble: ValueError) -> str:
    return f"第 {trouble.lineno} 行" if isinstance(trouble, json.JSONDecodeError) else "内容有误"


def _feature(number: int, feature: Any, columns: Columns) -> tuple[Row, BaseGeometry | None]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    given = {str(k).strip().lower(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
    cells: dict[str, object] = {}
    headings: dict[str, str] = {}
    for column, spellings in columns.headings.items():
        spelling = next((s for s in (column, *spellings) if s in given), None)
        headings[column] = spelling or spellings[-1]
        if spelling:
            cells[column] = given[spelling]
    row = Row(number, cells, headings, UNIT)
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return row, _shape(row, geometry)


def _shape(row: Row, geometry: object) -> BaseGeometry | None:
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, ValueError):
        shape = None
    if shape is None or shape.is_empty:
        row.blame("geometry", "没有图形，或图形不完整。", "请在地图软件里补画，或删去这一条。")
        return None
    if not shape.is_valid:
        why = shapely.is_valid_reason(shape)
        place = why[why.find("[") :] if "[" in why else ""
        row.blame("geometry", f"边界自己交叉了{place}。", "请用地图软件的“修复几何”功能处理后再导入。")
        return None
    return shape
