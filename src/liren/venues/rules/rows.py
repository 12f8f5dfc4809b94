"""Reading imported lists of venues: every wrong cell becomes a RowError, not an exception. Pure."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from liren.kernel import Refusal
from liren.kernel.rows import Cells, Line, RowError
from liren.venues.commands import VenueRow
from liren.venues.rules.fields import check_floor, clean_address, clean_name, clean_phone
from liren.venues.rules.hours import parse_week

COLUMNS = ("名称", "地址", "经度", "纬度", "电话", "建筑面积", "运营单位", "开放时间", "功能区")
REQUIRED = ("名称", "地址", "经度", "纬度")


def venue_rows(
    table: Iterable[tuple[int, Cells]], zones: Mapping[str, str], new_id: Callable[[], UUID]
) -> tuple[tuple[VenueRow, ...], tuple[RowError, ...]]:
    """Rows with the columns COLUMNS, and what is wrong. `table` yields (row number, cells); `zones` the code of each label."""
    read: list[VenueRow] = []
    errors: list[RowError] = []
    for number, cells in table:
        row = Line(number, cells)
        made = VenueRow(
            row=number,
            venue=new_id(),
            name=row.take("名称", lambda text: clean_name(text, "名称"), ""),
            address=row.take("地址", clean_address, ""),
            lon=row.take("经度", lambda text: _degrees(text, 180), 0.0),
            lat=row.take("纬度", lambda text: _degrees(text, 90), 0.0),
            phone=row.take("电话", clean_phone, ""),
            floor_area=row.take("建筑面积", _floor, None),
            operator=cells.get("运营单位", "").strip(),
            week=row.take("开放时间", parse_week, ()),
            zones=row.take("功能区", lambda text: _zones(text, zones), ()),
        )
        read.append(made)
        errors += row.errors
    return tuple(read), tuple(errors)


def _degrees(text: str, limit: int) -> float:
    try:
        number = float(text)
    except ValueError:
        raise Refusal("degrees", f"“{text}”不是坐标，请写十进制的度，例如 119.80123。") from None
    if not abs(number) <= limit:
        raise Refusal("degrees", f"“{text}”超出 {limit} 度，请核对经度、纬度两列有没有填反。")
    return number


def _floor(text: str) -> int | None:
    if not text:
        return None
    try:
        return check_floor(round(float(text)))
    except (ValueError, OverflowError):
        raise Refusal("floor_area", f"“{text}”不是数字，请只写数字，单位是平方米。") from None


def _zones(text: str, zones: Mapping[str, str]) -> tuple[str, ...]:
    named = [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]
    unknown = [name for name in named if name not in zones]
    if unknown:
        raise Refusal("zone", f"没有“{unknown[0]}”这个功能区，应当是：{'、'.join(zones)}。")
    return tuple(dict.fromkeys(zones[name] for name in named))
