"""Grids and micro-grids (and the outlines above them) from GeoJSON, checked alone, then against the tree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel.area import LEVEL_LABELS, AreaCode, Level
from liren.kernel.rows import RowError
from liren.places.geometry import Metres, is_swapped
from liren.places.rules.features import UNIT, read_features
from liren.places.rules.fields import area_code, words
from liren.places.rules.tables import Columns, Row

COLUMNS = Columns(
    required=("code", "name"),
    headings={"code": ("代码", "网格编码", "编码"), "name": ("名称", "网格名称"), "level": ("层级", "级别")},
)
TOLERANCE = 1e-3  # share of the smaller area: borders drawn twice by hand never meet exactly
LEAST_M2 = 10.0  # and no quarrel about less than this


@dataclass(frozen=True, slots=True)
class Outline:
    """One outlined area of a file or an order; the shape is a valid polygon or multipolygon, in degrees."""

    row: int
    code: AreaCode
    name: str
    shape: BaseGeometry


def read_areas(content: bytes) -> tuple[list[Outline], list[RowError]]:
    """The outlines of a GeoJSON file and everything wrong inside it, coordinates as they stand in the file."""
    features = read_features(content, COLUMNS)
    errors = [item for item in features if isinstance(item, RowError)]
    seen: dict[AreaCode, int] = {}
    found: list[Outline] = []
    for row, shape in (item for item in features if not isinstance(item, RowError)):
        area = _area(row, shape, seen)
        if area:
            found.append(area)
        errors.extend(row.errors)
    return found, errors


def _area(row: Row, shape: BaseGeometry | None, seen: dict[AreaCode, int]) -> Outline | None:
    code = row.take("code", area_code)
    name = row.take("name", words(60))
    if shape is not None and shape.geom_type not in ("Polygon", "MultiPolygon"):
        row.blame("geometry", "不是面。", "网格要画成闭合的面，不能是线或点。")
    elif shape is not None and (west_east := shape.bounds)[3] > 90:
        row.blame("geometry", f"纬度到了 {west_east[3]:.2f} 度。", "经度、纬度写反了，GeoJSON 里先写经度。")
    if code is None:
        return None
    if code in seen:
        row.blame("code", f"代码 {code} 与第 {seen[code]} {UNIT}重复。", "请删去一个，或改正代码。")
    seen.setdefault(code, row.number)
    level = str(row.cells.get("level") or "").strip()
    if level and level not in (LEVEL_LABELS[code.level], code.level.name.lower()):
        row.blame("level", f"{len(code)} 位代码是{LEVEL_LABELS[code.level]}，层级却写成了“{level}”。", "请改成一致。")
    return Outline(row.number, code, name, shape) if name and shape is not None and not row.errors else None


def check_areas(
    rows: Iterable[Outline], known: Iterable[str], closed: Iterable[str], shapes: Mapping[AreaCode, BaseGeometry]
) -> list[RowError]:
    """What stands against the map as it is. `shapes` are today's outlines of known areas, WGS-84 degrees."""
    given = list(rows)
    if not given:
        return []
    codes = {row.code for row in given} | set(known)
    errors = _orphans(given, codes, set(closed)) + _swaps(given, shapes)
    if errors:
        return errors
    metres = Metres(given[0].shape.centroid.x)
    plane = {code: metres.shape(shape) for code, shape in shapes.items()}
    plane |= {row.code: metres.shape(row.shape) for row in given}
    return _outside_parent(given, plane) + _overlaps(given, plane)


def _error(row: Outline, column: str, sentence: str, remedy: str) -> RowError:
    return RowError(row.row, column, sentence, remedy, UNIT)


def _orphans(given: list[Outline], codes: set[str], closed: set[str]) -> list[RowError]:
    errors = []
    for row in given:
        if row.code in closed:
            errors.append(_error(row, "code", f"代码 {row.code} 已经停用。", "停用的代码不再使用，请换新代码。"))
        parent = row.code.parent
        if parent and parent not in codes:
            label = LEVEL_LABELS[parent.level]
            sentence = f"{row.name}（{row.code}）的上级{label} {parent} 没有找到。"
            errors.append(_error(row, "code", sentence, "请先导入上级，或改正代码的前几位。"))
    return errors


def _swaps(given: list[Outline], shapes: Mapping[AreaCode, BaseGeometry]) -> list[RowError]:
    errors = []
    for row in given:
        above = next((shapes[a] for a in row.code.ancestors()[1:] if a in shapes), None)
        if above is not None and is_swapped(row.shape.centroid.x, row.shape.centroid.y, above.bounds):
            errors.append(
                _error(row, "geometry", f"{row.name}的经度、纬度写反了。", "GeoJSON 里先写经度，请重新导出。")
            )
    return errors


def _outside_parent(given: list[Outline], plane: Mapping[AreaCode, BaseGeometry]) -> list[RowError]:
    errors = []
    for row in given:
        parent = plane.get(row.code.parent) if row.code.parent else None
        if parent is None:
            continue
        shape = plane[row.code]
        beyond = shape.difference(parent).area
        if beyond > max(LEAST_M2, TOLERANCE * shape.area):
            share = 100 * beyond / shape.area
            sentence = f"{row.name}有 {share:.1f}%（{beyond:,.0f} 平方米）在上级 {row.code.parent} 的边界外。"
            errors.append(_error(row, "geometry", sentence, "请把边界改到上级范围内；上级边界有误就先导入上级。"))
    return errors


def _overlaps(given: list[Outline], plane: Mapping[AreaCode, BaseGeometry]) -> list[RowError]:
    """Overlaps among siblings, each pair told once, at the later of the two rows of the file."""
    rows = {row.code: row for row in given}
    parents = {row.code.parent for row in given}
    families: dict[AreaCode | None, list[AreaCode]] = defaultdict(list)
    for code in sorted(plane):
        if code.parent in parents and code.level > Level.PROVINCE:
            families[code.parent].append(code)
    errors = []
    for family in families.values():
        shapes = [plane[code] for code in family]
        left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        for one, other in zip(left.tolist(), right.tolist(), strict=True):
            if one < other and (family[one] in rows or family[other] in rows):
                common = shapes[one].intersection(shapes[other]).area
                if common > max(LEAST_M2, TOLERANCE * min(shapes[one].area, shapes[other].area)):
                    errors.append(_overlap(rows, family[one], family[other], common))
    return sorted(errors, key=lambda error: error.row)


def _overlap(rows: Mapping[AreaCode, Outline], one: AreaCode, other: AreaCode, common: float) -> RowError:
    row = max((rows[code] for code in (one, other) if code in rows), key=lambda row: row.row)
    against = other if row.code == one else one
    where = f"第 {rows[against].row} {UNIT}" if against in rows else "已导入的"
    sentence = f"{row.name}（{row.code}）与{where} {against} 重叠 {common:,.0f} 平方米。"
    return _error(row, "geometry", sentence, "同级网格不能重叠，请改其中一个的边界。")
