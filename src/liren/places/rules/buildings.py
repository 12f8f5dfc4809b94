"""Buildings with household counts, from CSV, XLSX or GeoJSON."""

from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode, progress
from liren.kernel.rows import RowError
from liren.places.commands import BuildingRow
from liren.places.geometry import is_swapped
from liren.places.locator import Locator
from liren.places.rules.features import read_features
from liren.places.rules.fields import code_text, count, degrees, optional_count, optional_words, words
from liren.places.rules.tables import Columns, Row, read_table

COLUMNS = Columns(
    required=("id", "address", "lon", "lat", "households"),
    headings={
        "id": ("楼栋编号", "编号"),
        "name": ("楼栋名称", "名称"),
        "address": ("门牌地址", "地址"),
        "lon": ("经度",),
        "lat": ("纬度",),
        "households": ("户数",),
        "floors": ("层数", "楼层"),
    },
)
MOST_HOUSEHOLDS = 2000
MOST_FLOORS = 150


def read_buildings(content: bytes, name: str) -> tuple[list[BuildingRow], list[RowError]]:
    """The buildings of a file and everything wrong inside it, coordinates as they stand in the file."""
    items: list[tuple[Row, BaseGeometry | None]]
    if name.lower().endswith((".geojson", ".json")):
        features = read_features(content, COLUMNS)
        errors = [item for item in features if isinstance(item, RowError)]
        items = [_with_point(item) for item in features if not isinstance(item, RowError)]
    else:
        table = read_table(content, name, COLUMNS)
        errors = [item for item in table if isinstance(item, RowError)]
        items = [(item, None) for item in table if isinstance(item, Row)]
    seen: dict[str, int] = {}
    found: list[BuildingRow] = []
    for row, shape in progress.through("read", items):
        building = _building(row, shape, seen)
        if building:
            found.append(building)
        errors.extend(row.errors)
    return found, errors


def _with_point(item: tuple[Row, BaseGeometry | None]) -> tuple[Row, BaseGeometry | None]:
    row, shape = item
    if shape is not None:
        point = shapely.point_on_surface(shape)
        row.cells = {**row.cells, "lon": point.x, "lat": point.y}
    return row, shape


def _building(row: Row, shape: BaseGeometry | None, seen: dict[str, int]) -> BuildingRow | None:
    code = row.take("id", code_text)
    name = row.take("name", optional_words(60))
    address = row.take("address", words(120))
    lon = row.take("lon", degrees(180))
    lat = row.take("lat", degrees(90))
    households = row.take("households", count("户", MOST_HOUSEHOLDS))
    floors = row.take("floors", optional_count("层", MOST_FLOORS))
    if code and len(code) > 40:
        row.blame("id", f"编号有 {len(code)} 个字，最多 40 个字。", "请写短一些。")
    if code in seen:
        row.blame("id", f"编号 {code} 与第 {seen[code]} {row.unit}重复。", "请删去一行，或改正编号。")
    if code:
        seen.setdefault(code, row.number)
    if code is None or name is None or address is None or lon is None or lat is None or households is None:
        return None
    if row.errors:
        return None
    footprint = shapely.to_wkb(shape) if shape is not None and shape.area > 0 else None
    return BuildingRow(
        row=row.number,
        code=code,
        name=name,
        address=address,
        lon=lon,
        lat=lat,
        households=households,
        floors=floors,
        footprint=footprint,
        unit=row.unit,
    )


def check_buildings(
    rows: Sequence[BuildingRow], locator: Locator, area: AreaCode, taken: Mapping[str, str | None]
) -> list[RowError]:
    """What stands against the map as it is: no map at all, swapped or foreign coordinates, a number used elsewhere.

    `area` is what the import may touch; `taken` maps the building numbers of the file that exist to their area.
    """
    bounds = locator.bounds
    if bounds is None:
        return [RowError(0, "", "还没有网格，楼栋不知道归谁。", "请先导入网格，再导入楼栋。")]
    errors = []
    for row in progress.through("check", rows):
        found = locator.find(row.lon, row.lat)
        if is_swapped(row.lon, row.lat, bounds):
            sentence = f"经度 {row.lon:g}、纬度 {row.lat:g} 填反了。"
            errors.append(RowError(row.row, "lon", sentence, "请把两列对调后再导入。", row.unit))
        elif found is None and locator.outside_county(row.lon, row.lat):
            sentence = f"“{row.address}”的坐标 {row.lon:.5f}，{row.lat:.5f} 不在本县范围内。"
            errors.append(RowError(row.row, "lon", sentence, "请核对坐标；确实不在本县的，请删去这一行。", row.unit))
        elif found is not None and not area.covers(found):
            sentence = f"“{row.address}”在 {found}，不在本次导入的区域 {area} 之内。"
            errors.append(RowError(row.row, "lon", sentence, "请核对坐标，或交给那里的人导入。", row.unit))
        holder = taken.get(row.code)
        if holder is not None and not area.covers(holder):
            sentence = f"编号 {row.code} 已经是 {holder} 的一栋楼。"
            errors.append(RowError(row.row, "id", sentence, "请换一个编号。", row.unit))
    return errors
