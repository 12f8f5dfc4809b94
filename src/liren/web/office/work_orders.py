"""A hotline's export as an order to receive: its columns are those agreed upon, not ours."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases.commands.hotline import ReceiveOrders, WorkOrder
from liren.cases.hotlines import CODE, Headings, Hotline
from liren.cases.queries import hotline
from liren.cases.rules.hotline import Reading, read_row, twice
from liren.kernel import AreaCode, Code, progress
from liren.kernel.actor import ANONYMOUS
from liren.kernel.rows import BadRows, RowError
from liren.places.rules.tables import Columns, Row, read_table

COLUMNS = (
    "工单编号", "受理时间", "诉求分类", "工单标题", "诉求内容", "诉求人姓名", "联系电话", "事发地址", "所属村社区", "是否保密",
    "紧急程度", "办理期限", "关联工单",
)  # fmt: skip
EXAMPLE = (
    "ZJ20261123000123", "2026-11-23 09:12", "公用设施/路灯照明", "路灯不亮", "永胜路口两盏路灯三天不亮", "王女士", "13800000147",
    "永胜路口", "界中社区", "否", "一般", "5 个工作日", "",
)  # fmt: skip
REQUIRED = ("number", "received", "words")


class File(Protocol):
    """What sorts.Upload has."""

    content: bytes
    name: str
    area: AreaCode
    now: datetime

    def ids(self) -> Callable[[], UUID]: ...


def work_orders(up: Any) -> ReceiveOrders:
    """The orders of a file. Raises BadRows naming every wrong cell under the hotline's own heading."""
    file: File = up
    agreed = hotline.agreement(ANONYMOUS, CODE, file.area, file.now)
    calendar = hotline.calendar_for(ANONYMOUS, file.area, file.now)
    how = Reading(hotline=agreed, calendar=calendar, now=file.now, new_id=file.ids())
    orders: list[WorkOrder] = []
    errors: list[RowError] = []
    for number, cells in table(file.content, file.name, agreed, REQUIRED):
        order, wrong = read_row(number, cells, how)
        errors += wrong
        if order is not None:
            orders.append(order)
    errors += twice(orders)
    if errors:
        raise BadRows(tuple(sorted(errors, key=lambda e: e.row)))
    return ReceiveOrders(area=file.area, system=Code(CODE), orders=tuple(orders))


def table(content: bytes, name: str, agreed: Hotline, required: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """A file of the hotline's, its rows as words by the names of Headings. Raises BadRows when it is no such table."""
    headings = {f.name: names for f in fields(Headings) if (names := getattr(agreed.columns, f.name))}
    found = read_table(content, name, Columns(required=required, headings=headings))
    wrong = tuple(row for row in found if isinstance(row, RowError))
    if wrong:
        raise BadRows(wrong)
    rows = [row for row in found if isinstance(row, Row)]
    if not rows:
        raise BadRows((RowError(0, "", _("表头下面没有内容。"), _("请检查是不是选错了文件。")),))
    return [
        (row.number, {key: _words(cell) for key, cell in row.cells.items()}) for row in progress.through("read", rows)
    ]


def _words(cell: object) -> str:
    """A cell as a person sees it: a spreadsheet keeps a phone as a number and a moment as a moment."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
