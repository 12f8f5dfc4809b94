"""The sorts of files that can be imported: their columns, and how a file becomes an order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liren.cases import duties
from liren.cases.commands.hotline import UndoOrdersImport
from liren.cases.difference import difference
from liren.cases.duties import Item
from liren.cases.rules import duty_rows as listed
from liren.cases.rules.duty_rows import duty_items
from liren.catalogue import queries as catalogue
from liren.catalogue.commands import ImportEntry, UndoEntryImport
from liren.devices.commands import ImportDevices, UndoDevicesImport
from liren.devices.commands.cameras import ImportCameras, UndoCamerasImport
from liren.devices.kinds import KIND_FAMILY as DEVICE_KINDS
from liren.devices.rules import rows as device_rows
from liren.kernel import Actor, AreaCode, Command, progress
from liren.kernel.actor import the_house
from liren.kernel.rows import BadRows, Difference, RowError
from liren.people.commands import (
    ImportDuties,
    ImportPersons,
    ImportSeats,
    ImportUnits,
    ImportWorkers,
    UndoDutiesImport,
    UndoPersonsImport,
    UndoSeatsImport,
    UndoUnitsImport,
    UndoWorkersImport,
)
from liren.people.rules.lists import SEAT_COLUMNS, UNIT_COLUMNS, WORKER_COLUMNS, seat_rows, unit_rows, worker_rows
from liren.people.rules.rows import DUTY_COLUMNS, PERSON_COLUMNS, duty_rows, person_rows
from liren.places import queries as places
from liren.places import rules
from liren.places.commands import UndoMapImport, UndoPlanImport
from liren.places.rules.tables import Columns, Row, read_table
from liren.venues import rules as venue_rules
from liren.venues.commands import ImportVenues, UndoVenuesImport
from liren.venues.kinds import FAMILY as ZONES
from liren.web.cameras import bringing
from liren.web.office.work_orders import COLUMNS as ORDER_COLUMNS
from liren.web.office.work_orders import EXAMPLE, work_orders

Words = str | Promise
TAKEN_OVER = gettext_lazy("已导入，名册和地图从现在起照这份文件。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent, and by whom: what the readers need."""

    content: bytes
    name: str
    datum: str
    area: AreaCode
    key: UUID
    now: datetime

    def ids(self) -> Callable[[], UUID]:
        """Ids of the rows, the same ones when the same form is sent twice."""
        numbers: Iterator[int] = count(1)
        return lambda: uuid5(self.key, str(next(numbers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of file: what is in it, in which formats, with which columns, how its order is made and undone.

    `replaces`: what the map has of the same classes and the file has not is taken away. `done`: what is said afterwards.
    """

    name: Words
    says: Words
    right: str
    formats: tuple[str, ...]
    columns: tuple[str, ...]
    example: tuple[str, ...]
    order: Callable[[Upload], Any]
    undo: Callable[[UUID], Command]
    drawn: bool = False
    replaces: bool = False
    done: Words = TAKEN_OVER


def _divisions(up: Upload) -> Any:
    return rules.order_divisions(up.content, up.name)


def _areas(up: Upload) -> Any:
    return rules.order_areas(up.content, up.datum)


def _buildings(up: Upload) -> Any:
    return rules.order_buildings(up.content, up.name, up.area, up.datum)


def _ground(up: Upload) -> Command:
    return rules.order_ground(up.content, up.area, up.datum)


def _plans(up: Upload) -> Command:
    return rules.order_plan(up.content, up.datum)


def _persons(up: Upload) -> Any:
    rows, errors = person_rows(_cells(up, PERSON_COLUMNS, ("姓名", "区域代码")), up.area, up.ids())
    _stop(errors, rows)
    return ImportPersons(area=up.area, rows=rows)


def _duties(up: Upload) -> Any:
    posts = {e.spec.label: e.code for e in catalogue.entries("post", area=up.area, at=up.now)}
    table = _cells(up, DUTY_COLUMNS, ("姓名", "岗位", "区域代码", "开始日期"))
    kinds = {e.spec.label: e.code for e in catalogue.entries("case_kind", area=up.area, at=up.now)}
    rows, errors = duty_rows(table, up.area, posts, up.ids(), kinds)
    _stop(errors, rows)
    return ImportDuties(area=up.area, rows=rows)


def _venues(up: Upload) -> Any:
    zones = {e.spec.label: e.code for e in catalogue.entries(ZONES, area=up.area, at=up.now)}
    table = _cells(up, venue_rules.COLUMNS, venue_rules.REQUIRED)
    rows, errors = venue_rules.venue_rows(table, zones, up.ids())
    _stop(errors, rows)
    return ImportVenues(area=up.area, rows=rows)


def _devices(up: Upload) -> Any:
    kinds = {e.spec.label: e.code for e in catalogue.entries(DEVICE_KINDS, area=up.area, at=up.now)}
    rows, errors = device_rows.device_rows(_cells(up, device_rows.COLUMNS, device_rows.REQUIRED), kinds, up.ids())
    _stop(errors, rows)
    return ImportDevices(area=up.area, rows=rows)


def _cameras(up: Upload) -> Any:
    rows, errors = bringing.rows(the_house("import"), up.content, up.name, up.key)
    _stop(tuple(errors), rows)
    return ImportCameras(area=up.area, rows=rows)


def _units(up: Upload) -> Any:
    rows, errors = unit_rows(_cells(up, UNIT_COLUMNS, UNIT_COLUMNS[:3]), up.area, up.ids())
    _stop(errors, rows)
    return ImportUnits(area=up.area, rows=rows)


def _seats(up: Upload) -> Any:
    backgrounds = {e.spec.label: e.code for e in catalogue.entries("seat_background", area=up.area, at=up.now)}
    required = tuple(c for c in SEAT_COLUMNS if c not in ("手机号", "职务", "结束日期"))
    rows, errors = seat_rows(_cells(up, SEAT_COLUMNS, required), up.area, backgrounds, up.ids())
    _stop(errors, rows)
    return ImportSeats(area=up.area, rows=rows)


def _workers(up: Upload) -> Any:
    required = ("姓名", "区域代码", "合同类别", "从业年份", "开始日期")
    rows, errors = worker_rows(_cells(up, WORKER_COLUMNS, required), up.area, up.ids())
    _stop(errors, rows)
    return ImportWorkers(area=up.area, rows=rows)


def duty_items_of(up: Upload) -> tuple[list[tuple[int, Item]], dict[str, str]]:
    """The items of a file of a duty list with their rows, and the labels of kinds. Raises BadRows."""
    kinds = {e.spec.label: e.code for e in catalogue.entries("case_kind", area=up.area, at=up.now)}
    items, errors = duty_items(_cells(up, listed.COLUMNS, listed.REQUIRED), kinds)
    _stop(errors, items)
    return items, {code: label for label, code in kinds.items()}


def of_list(viewer: Actor, up: Upload) -> Difference:
    """What a file would do to the duty list as it is."""
    items, labels = duty_items_of(up)
    return difference(catalogue.entry(duties.FAMILY, duties.CODE, area=up.area, at=up.now).spec, items, labels)


def _duty_list(up: Upload) -> Any:
    items, labels = duty_items_of(up)
    held = catalogue.entry(duties.FAMILY, duties.CODE, area=up.area, at=up.now)
    found = difference(held.spec, items, labels)
    label = _("%(place)s履职事项清单") % {"place": places.name_of(up.area)}
    return ImportEntry(
        entry=up.ids()(), family=duties.FAMILY, code=duties.CODE, area=up.area,
        spec=listed.spec_of((i for _row, i in items), catalogue.spec_of(held.id), label=label, file=up.name),
        counts={"added": len(found.added), "changed": len(found.changed), "removed": len(found.removed), "same": found.same},
    )  # fmt: skip


SORTS: dict[str, Sort] = {
    "divisions": Sort(
        name=gettext_lazy("区划"), says=gettext_lazy("省到村（社区）的代码和名称，照国家统计局的区划代码表。"),
        right="places.import", formats=(".csv", ".xlsx"), columns=("区划代码", "名称", "层级", "上级代码"),
        example=("321181108006", "界中社区居委会", "5", "321181108"), order=_divisions, undo=lambda id: UndoMapImport(record=id),
    ),
    "areas": Sort(
        name=gettext_lazy("网格和微网格"), says=gettext_lazy("每个网格一个闭合的面，代码 15 位，微网格 17 位。"),
        right="places.import", formats=(".geojson", ".json"), columns=("代码", "名称"),
        example=("321181108006001", "第一网格"), order=_areas, undo=lambda id: UndoMapImport(record=id), drawn=True,
    ),
    "buildings": Sort(
        name=gettext_lazy("楼栋"), says=gettext_lazy("楼栋的门牌、坐标和户数，系统按坐标算出在哪个微网格。"),
        right="places.import", formats=(".csv", ".xlsx", ".geojson", ".json"),
        columns=("楼栋编号", "楼栋名称", "门牌地址", "经度", "纬度", "户数", "层数"),
        example=("B0001", "衡苑 4 幢", "衡苑小区 4 幢", "119.80123", "32.10045", "36", "6"), order=_buildings, undo=lambda id: UndoMapImport(record=id), drawn=True,
    ),
    "ground": Sort(
        name=gettext_lazy("道路、水系和绿地"),
        says=gettext_lazy("只用来画地图的底。道路画成线，水系画成线或者面，绿地画成面；文件里有哪一类，那一类就整个换成文件里的。"),
        right="places.import", formats=(".geojson", ".json"), columns=("类别", "等级", "名称"),
        example=("道路", "街道", "永胜路"), order=_ground, undo=lambda id: UndoMapImport(record=id), drawn=True, replaces=True,
    ),
    "plans": Sort(
        name=gettext_lazy("画好的划分方案"), says=gettext_lazy("一个网格的微网格，一片一个闭合的面，合起来铺满网格，不重叠也不出界。导入以后是草案，看过再启用。"),
        right="places.divide", formats=(".geojson", ".json"), columns=("网格代码", "名称"),
        example=("321181108006001", "一号微网格"), order=_plans, undo=lambda id: UndoPlanImport(record=id), drawn=True,
    ),
    "persons": Sort(
        name=gettext_lazy("人员名册"), says=gettext_lazy("网格员、承办人等工作人员，一次最多 5,000 人。已经在册的按手机号或姓名认出来，空着的格子不改。"),
        right="people.register", formats=(".csv", ".xlsx"), columns=PERSON_COLUMNS,
        example=("周玉琴", "321181108006", "0511-86880101", "", ""), order=_persons, undo=lambda id: UndoPersonsImport(record=id),
    ),
    "duties": Sort(
        name=gettext_lazy("任职名单"), says=gettext_lazy("谁在哪个区域（或哪栋楼）担任什么岗位，从哪天到哪天。先导入人员名册。"),
        right="people.appoint", formats=(".csv", ".xlsx"), columns=DUTY_COLUMNS,
        example=("周玉琴", "", "网格员", "", "321181108006001", "", "", "2026-01-01", ""), order=_duties, undo=lambda id: UndoDutiesImport(record=id),
    ),
    "venues": Sort(
        name=gettext_lazy("阵地"), says=gettext_lazy("党群服务中心、驿站、活动室等，按坐标归到微网格。同一个社区里按名称认出来，空着的格子清空。"),
        right="venues.register", formats=(".csv", ".xlsx"), columns=venue_rules.COLUMNS,
        example=("兰汀社区党群服务中心", "同心路 1 号", "119.66500", "32.01500", "0511-86880101", "620", "", "周一至周五 08:30-17:30；周六 09:00-12:00", "老年活动中心、多功能活动室"),
        order=_venues, undo=lambda id: UndoVenuesImport(record=id),
    ),
    "devices": Sort(
        name=gettext_lazy("设备"), says=gettext_lazy("消防和安全的设备，按坐标归到微网格。按协议和设备标识认出来；网关写在同一份表里也行。协议写 gb26875:2011、mqtt、ctwing 或者 onenet，空着是 gb26875:2011；后三种的标识照原样写，读法一定要写。"),
        right="devices.register", formats=(".csv", ".xlsx"), columns=device_rows.COLUMNS,
        example=("3 幢消防控制室传输装置", "用户信息传输装置", "790300000000", "3 幢一层消防控制室", "119.80123", "32.10045", "gb26875:2011", "zone_point", "", "", "", "是", "2026-05-06"),
        order=_devices, undo=lambda id: UndoDevicesImport(record=id),
    ),
    "cameras": Sort(
        name=gettext_lazy("摄像头"), says=gettext_lazy("公共安全视频的摄像头，按坐标归到微网格。视频流的账号、密码加密保存，导入以后谁也看不到。"),
        right="cameras.register", formats=(".csv", ".xlsx"), columns=bringing.COLUMNS,
        example=("兰汀小区东门", "同心路 1 号东门立柱", "小区出入口", "固定枪机", "119.80123", "32.10045", "界牌派出所", "jiepai/gate-01", "rtsp://10.8.0.21:554/ch1", "viewer", "", "2026-05-06", "30", "有", "", "", "", ""),
        order=_cameras, undo=lambda id: UndoCamerasImport(record=id),
    ),
    "units": Sort(
        name=gettext_lazy("单位和党组织"), says=gettext_lazy("部门、企业，和镇党委、社区党组织、网格党小组、党员中心户。上级空着的，按区域找上一级党组织。"),
        right="people.register", formats=(".csv", ".xlsx"), columns=UNIT_COLUMNS,
        example=("一网格党小组", "网格党小组", "321181108006001", "", "2026-01-01", ""), order=_units, undo=lambda id: UndoUnitsImport(record=id),
    ),
    "duty_list": Sort(
        name=gettext_lazy("履职事项清单"), says=gettext_lazy("本镇公布的三张清单放在一份表里，整份换下现行的。没有写案件类别的事项只供查、供异议时选，不参与派单。"),
        right="catalogue.publish", formats=(".csv", ".xlsx"), columns=listed.COLUMNS,
        example=("sh-01", "流浪犬的捕捉和收容", "上级收回", "城市管理局", "", "流浪犬", ""), order=_duty_list, undo=lambda id: UndoEntryImport(record=id),
    ),
    "seats": Sort(
        name=gettext_lazy("两委名单"), says=gettext_lazy("社区两委的专职和兼职委员：哪一届、什么背景、怎样产生、从哪天到哪天。先导入人员名册。"),
        right="people.workforce", formats=(".csv", ".xlsx"), columns=SEAT_COLUMNS,
        example=("周玉琴", "", "321181108006", "社区居（村）民委员会", "12", "兼职", "委员", "民警", "兼任", "2026-01-01", ""), order=_seats, undo=lambda id: UndoSeatsImport(record=id),
    ),
    "workers": Sort(
        name=gettext_lazy("社工名册"), says=gettext_lazy("社区工作者的聘用、职业水平证书和双全评定。一个人有两本证书就写两行；空着的格子不改。先导入人员名册。"),
        right="people.workforce", formats=(".csv", ".xlsx"), columns=WORKER_COLUMNS,
        example=("周玉琴", "", "321181108006", "", "社区工作者聘用", "2019", "2019-07-01", "", "社会工作师", "20193210012345", "2021-10-16", "2027-03-31", "是", "2026-06-30"),
        order=_workers, undo=lambda id: UndoWorkersImport(record=id),
    ),
    "hotline": Sort(
        name=gettext_lazy("热线工单"), says=gettext_lazy("热线导出的工单，一张一件。列名照“热线对接”里约定的；单号已经有的不再收，内容变了的只报出来，不改。"),
        right="cases.exchange", formats=(".csv", ".xlsx"), columns=ORDER_COLUMNS, example=EXAMPLE, order=work_orders,
        undo=lambda id: UndoOrdersImport(record=id), done=gettext_lazy("已收下，每张工单成了一件案件，到受理台去办。"),
    ),
}  # fmt: skip


def _cells(up: Upload, columns: tuple[str, ...], required: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The file's rows as words by our headings. Raises BadRows when it is not such a table."""
    table = read_table(up.content, up.name, Columns(required=required, headings={c: (c,) for c in columns}))
    _stop([error for error in table if isinstance(error, RowError)], table)
    return [
        (row.number, {name: _words(cell) for name, cell in row.cells.items()})
        for row in progress.through("read", [row for row in table if isinstance(row, Row)])
    ]


def _words(cell: object) -> str:
    """A cell as a person sees it: a spreadsheet keeps a phone or a code as a number."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _stop(errors: Any, rows: Any) -> None:
    if errors:
        raise BadRows(tuple(errors))
    if not rows:
        raise BadRows((RowError(0, "", _("表头下面没有内容。"), _("请检查是不是选错了文件。")),))


def rights(actor: Actor) -> dict[str, str]:
    """The sorts this person may import, with the right that lets them."""
    return {code: sort.right for code, sort in SORTS.items() if actor.holds(sort.right)}
