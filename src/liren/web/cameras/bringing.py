"""A list of cameras brought in: CSV or XLSX to orders, every wrong cell named."""

from datetime import date
from uuid import UUID, uuid5

from liren.devices.commands.cameras import RegisterCamera
from liren.devices.queries import sip
from liren.devices.rules.cameras import FORBIDDEN, POSITIONS, TYPES
from liren.kernel import Actor
from liren.kernel.rows import RowError
from liren.people import queries as people
from liren.places.rules.tables import Columns, Row, read_table

COLUMNS = (
    "名称", "安装位置", "位置类型", "设备类型", "经度", "纬度", "使用单位", "流媒体路径", "视频流地址", "账号", "密码", "启用日期", "保存天数", "提示标识", "备案号",
    "备案日期", "平台编号", "国标编号",
)  # fmt: skip
REQUIRED = (*COLUMNS[:9], "启用日期", "保存天数")
SHAPE = Columns(headings={name: (name,) for name in COLUMNS}, required=REQUIRED)


def rows(viewer: Actor, content: bytes, name: str, key: UUID) -> tuple[tuple[RegisterCamera, ...], list[RowError]]:
    """The orders of a list, with ids that follow from the form's key, and what is wrong."""
    table = read_table(content, name, SHAPE)
    units = {unit.name: unit.id for unit in people.unit_tree(viewer)}
    errors = [row for row in table if isinstance(row, RowError)]
    offered = {(card.device_number, card.number): card.device for card in sip.offered(viewer)}
    made = [_order(row, units, offered, key, errors) for row in table if isinstance(row, Row)]
    return tuple(order for order in made if order is not None), errors


def _order(
    row: Row, units: dict[str, UUID], offered: dict[tuple[str, str], UUID], key: UUID, errors: list[RowError]
) -> RegisterCamera | None:
    cells = {name: str(row.cells.get(name) or "").strip() for name in COLUMNS}
    before = len(errors)

    def wrong(column: str, sentence: str, remedy: str) -> None:
        errors.append(RowError(row.number, column, sentence, remedy))

    def number(column: str) -> float:
        try:
            return float(cells[column])
        except ValueError:
            wrong(column, f"“{cells[column]}”不是数字。", "请核对这一格。")
            return 0.0

    def day(column: str) -> date | None:
        try:
            return date.fromisoformat(cells[column][:10]) if cells[column] else None
        except ValueError:
            wrong(column, f"“{cells[column]}”不是日期。", "请写成 2026-11-23。")
            return None

    def code(column: str, labels: dict[str, str]) -> str:
        found = next((code for code, label in labels.items() if label == cells[column]), "")
        if not found:
            wrong(column, f"没有“{cells[column]}”。", f"可用：{'、'.join(labels.values())}。")
        return found

    owner = units.get(cells["使用单位"])
    if owner is None:
        wrong("使用单位", f"没有登记“{cells['使用单位']}”。", "请先登记这个单位。")
    channel = cells["国标编号"]
    platform = offered.get((cells["平台编号"], channel))
    if channel and platform is None:
        wrong("国标编号", f"目录里没有还没登记的“{channel}”。", "请核对平台编号和国标编号，或者都空着。")
    lon, lat = number("经度"), number("纬度")
    order = RegisterCamera(
        camera=uuid5(key, str(row.number)), name=cells["名称"], place=cells["安装位置"],
        position=code("位置类型", {**POSITIONS, **FORBIDDEN}), type=code("设备类型", TYPES), lon=lon, lat=lat, owner=owner,
        engine_path=cells["流媒体路径"], stream=cells["视频流地址"], user=cells["账号"], password=cells["密码"],
        installed_on=day("启用日期"), retention_days=int(number("保存天数")), sign_posted=cells["提示标识"] in ("有", "是"),
        filing_number=cells["备案号"], filed_on=day("备案日期"), platform=platform, channel=channel,
    )  # fmt: skip
    return order if len(errors) == before else None
