"""Reading imported lists of devices: every wrong cell becomes a RowError, not an exception. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from uuid import UUID

from liren.devices.commands import DeviceRow
from liren.devices.rules.fields import clean_filing, clean_name, clean_position, clean_source, clean_wire
from liren.devices.rules.sip import check_source
from liren.kernel import Code, Refusal
from liren.kernel.rows import Line, RowError

COLUMNS = (
    "名称",
    "种类",
    "设备标识",
    "位置",
    "经度",
    "纬度",
    "协议",
    "读法",
    "网关标识",
    "单位",
    "备案编号",
    "有提示标识",
    "安装日期",
)
REQUIRED = ("名称", "种类", "设备标识", "经度", "纬度")
WIRE = "gb26875:2011"


def device_rows(
    table: Iterable[tuple[int, Mapping[str, str]]], kinds: Mapping[str, str], new_id: Callable[[], UUID]
) -> tuple[tuple[DeviceRow, ...], tuple[RowError, ...]]:
    """Rows with the columns COLUMNS, and what is wrong. `kinds` the code of each label of a device kind."""
    read: list[DeviceRow] = []
    errors: list[RowError] = []
    for number, cells in table:
        row = Line(number, cells)
        wire = row.take("协议", lambda text: clean_wire(text or WIRE), WIRE)
        identity = partial(_identity, wire=wire)
        read.append(
            DeviceRow(
                row=number, device=new_id(),
                kind=Code(row.take("种类", lambda text: _kind(text, kinds), "none")),
                wire=wire,
                source=row.take("设备标识", identity, "00"),
                name=row.take("名称", clean_name, ""),
                position=row.take("位置", clean_position, ""),
                lon=row.take("经度", lambda text: _degrees(text, 180), 0.0),
                lat=row.take("纬度", lambda text: _degrees(text, 90), 0.0),
                profile=cells.get("读法", "").strip() or "standard",
                gateway=row.take("网关标识", identity, "") if cells.get("网关标识", "").strip() else "",
                owner=cells.get("单位", "").strip(),
                filing=row.take("备案编号", clean_filing, ""),
                signed=row.take("有提示标识", _yes, False),
                installed_on=row.take("安装日期", _day, None),
            )
        )  # fmt: skip
        errors += row.errors
    return tuple(read), tuple(errors)


def _identity(text: str, wire: str) -> str:
    return check_source(wire, clean_source(text, wire))


def _kind(text: str, kinds: Mapping[str, str]) -> str:
    if text not in kinds:
        raise Refusal("kind", f"没有“{text}”这种设备，应当是：{'、'.join(kinds)}。")
    return kinds[text]


def _degrees(text: str, limit: int) -> float:
    try:
        number = float(text)
    except ValueError:
        raise Refusal("degrees", f"“{text}”不是坐标，请写十进制的度，例如 119.80123。") from None
    if not abs(number) <= limit:
        raise Refusal("degrees", f"“{text}”超出 {limit} 度，请核对经度、纬度两列有没有填反。")
    return number


def _yes(text: str) -> bool:
    if text not in ("", "是", "否"):
        raise Refusal("signed", f"“{text}”看不懂，请写是或者否。")
    return text == "是"


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Refusal("day", f"“{text}”不是日期，请写成 2026-11-23 这样。") from None
