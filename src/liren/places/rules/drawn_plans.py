"""A plan drawn by hand: a GeoJSON file of the micro-grids of one grid, as the order to import it."""

import shapely

from liren.kernel.area import LEVEL_LABELS, AreaCode, Level
from liren.kernel.rows import BadRows, RowError
from liren.places.commands import DrawnRow, DrawPlan
from liren.places.geometry import shape_to_wgs84
from liren.places.rules.features import UNIT, read_features
from liren.places.rules.fields import area_code, optional_words
from liren.places.rules.tables import Columns

COLUMNS = Columns(
    required=("code",),
    headings={"code": ("网格代码", "微网格代码", "代码", "编码"), "name": ("名称", "微网格名称")},
)


def order_plan(content: bytes, datum: str = "") -> DrawPlan:
    """The order to draft a plan drawn in `datum`. Raises BadRows.

    Every figure names its grid, by the 15 digits of the grid or the 17 of a micro-grid in it; which part keeps which
    code is decided by the households, not by the file.
    """
    errors: list[RowError] = []
    rows: list[DrawnRow] = []
    grids: dict[AreaCode, int] = {}
    for item in read_features(content, COLUMNS):
        if isinstance(item, RowError):
            errors.append(item)
            continue
        row, shape = item
        code, name = row.take("code", area_code), row.take("name", optional_words(60))
        grid = code.up_to(Level.GRID) if code else None
        if code is not None and grid is None:
            said = f"{code} 是{LEVEL_LABELS[code.level]}的代码。"
            row.blame("code", said, "请填网格的 15 位代码，或者微网格的 17 位代码。")
        if shape is not None and shape.geom_type not in ("Polygon", "MultiPolygon"):
            row.blame("geometry", "不是面。", "微网格要画成闭合的面，不能是线或点。")
        errors.extend(row.errors)
        if grid is not None:
            grids.setdefault(grid, row.number)
        if grid is not None and shape is not None and not row.errors:
            drawn = shapely.to_wkb(shape_to_wgs84(shape, datum or "wgs84"))
            rows.append(DrawnRow(row=row.number, name=name or "", shape=drawn))
    if len(grids) > 1:
        first, other = list(grids.items())[:2]
        said = f"第 {other[1]} {UNIT}属于网格 {other[0]}，第 {first[1]} {UNIT}属于网格 {first[0]}。"
        errors.append(RowError(other[1], "code", said, "一个文件只放一个网格的微网格，请分开导入。", UNIT))
    if errors or not rows:
        raise BadRows(tuple(errors) or (RowError(0, "", "文件里没有图形。", "请检查是不是选错了文件。"),))
    return DrawPlan(area=next(iter(grids)), rows=tuple(rows), datum=datum)
