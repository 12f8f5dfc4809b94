"""Reading imported lists of units, committee seats and community workers; every wrong cell becomes a RowError."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.kernel.rows import Cells, Line, RowError
from liren.people.commands import SeatRow, UnitRow, WorkerRow
from liren.people.kinds import BODIES, CAME_BY, CONTRACTS, EXAM_LEVELS, ROLES, STANDINGS, UNIT_KINDS
from liren.people.rules.cells import area, code, day, day_or_none, number
from liren.people.rules.persons import clean_mobile, clean_name
from liren.people.rules.units import door
from liren.people.rules.workforce import clean_number

UNIT_COLUMNS = ("单位", "类别", "区域代码", "上级单位", "成立日期", "联系户")
SEAT_COLUMNS = (
    "姓名", "手机号", "区域代码", "委员会", "届次", "专职兼职", "职务", "背景", "怎样产生", "开始日期", "结束日期",
)  # fmt: skip
WORKER_COLUMNS = (
    "姓名", "手机号", "区域代码", "单位", "合同类别", "从业年份", "开始日期", "结束日期", "证书等级", "证书编号",
    "发证日期", "登记到期", "双全", "评定日期",
)  # fmt: skip
YES = {"是": True, "否": False}
SOME_DAY = date(1950, 1, 1)

Table = Iterable[tuple[int, Cells]]


def unit_rows(
    table: Table, within: AreaCode, new_id: Callable[[], UUID]
) -> tuple[tuple[UnitRow, ...], tuple[RowError, ...]]:
    """Rows with the columns UNIT_COLUMNS, and what is wrong."""
    read: list[UnitRow] = []
    errors: list[RowError] = []
    for row, cells in table:
        line = Line(row, cells)
        read.append(
            UnitRow(
                row=row,
                unit=new_id(),
                name=line.take("单位", clean_name, ""),
                kind=line.take("类别", lambda text: code(text, _codes(UNIT_KINDS), "单位类别"), ""),
                area=line.take("区域代码", lambda text: area(text, within), within),
                parent_name=cells.get("上级单位", "").strip(),
                since=line.take("成立日期", day_or_none, None),
                doors=line.take("联系户", _doors, ()),
            )
        )
        errors += line.errors
    return tuple(read), tuple(errors)


def seat_rows(
    table: Table, within: AreaCode, backgrounds: Mapping[str, str], new_id: Callable[[], UUID]
) -> tuple[tuple[SeatRow, ...], tuple[RowError, ...]]:
    """Rows with the columns SEAT_COLUMNS, and what is wrong. `backgrounds` gives the code of each label."""
    read: list[SeatRow] = []
    errors: list[RowError] = []
    for row, cells in table:
        line = Line(row, cells)
        read.append(
            SeatRow(
                row=row,
                seat=new_id(),
                name=line.take("姓名", clean_name, ""),
                phone=line.take("手机号", clean_mobile, ""),
                area=line.take("区域代码", lambda text: area(text, within), within),
                body=line.take("委员会", lambda text: code(text, _codes(BODIES), "两委之一"), ""),
                term=line.take("届次", lambda text: number(text, "届次"), 1),
                standing=line.take("专职兼职", lambda text: code(text, _codes(STANDINGS), "专职或兼职"), ""),
                role=line.take("职务", lambda text: code(text, _codes(ROLES), "职务", otherwise="member"), "member"),
                background=line.take("背景", lambda text: code(text, backgrounds, "背景"), ""),
                came_by=line.take("怎样产生", lambda text: code(text, _codes(CAME_BY), "产生的方式"), ""),
                starts=line.take("开始日期", day, SOME_DAY),
                last=line.take("结束日期", day_or_none, None),
            )
        )
        errors += line.errors
    return tuple(read), tuple(errors)


def worker_rows(
    table: Table, within: AreaCode, new_id: Callable[[], UUID]
) -> tuple[tuple[WorkerRow, ...], tuple[RowError, ...]]:
    """Rows with the columns WORKER_COLUMNS, and what is wrong."""
    read: list[WorkerRow] = []
    errors: list[RowError] = []
    for row, cells in table:
        line = Line(row, cells)
        made = WorkerRow(
            row=row,
            employment=new_id(),
            certificate=new_id(),
            assessment=new_id(),
            name=line.take("姓名", clean_name, ""),
            phone=line.take("手机号", clean_mobile, ""),
            area=line.take("区域代码", lambda text: area(text, within), within),
            unit_name=cells.get("单位", "").strip(),
            contract=line.take("合同类别", lambda text: code(text, _codes(CONTRACTS), "合同类别"), ""),
            entry_year=line.take("从业年份", lambda text: number(text, "年份"), SOME_DAY.year),
            starts=line.take("开始日期", day, SOME_DAY),
            last=line.take("结束日期", day_or_none, None),
            level=line.take("证书等级", lambda text: code(text, _codes(EXAM_LEVELS), "证书等级", otherwise=""), ""),
            number=line.take("证书编号", lambda text: clean_number(text) if text else "", ""),
            issued_on=line.take("发证日期", day_or_none, None),
            registered_until=line.take("登记到期", day_or_none, None),
            all_round=line.take(
                "双全", lambda text: YES[code(text, {"是": "是", "否": "否"}, "“是”或“否”")] if text else None, None
            ),
            assessed_on=line.take("评定日期", day_or_none, None),
        )
        read.append(made)
        errors += line.errors or _missing(made)
    return tuple(read), tuple(errors)


def _missing(row: WorkerRow) -> list[RowError]:
    """A certificate is level, number and day together; an assessment is its answer and its day."""
    told = {"证书等级": row.level, "证书编号": row.number, "发证日期": row.issued_on}
    found = [
        RowError(row.row, name, "没有写，", "证书的等级、编号、发证日期要写齐，或者都空着。")
        for name, value in told.items()
        if any(told.values()) and not value
    ]
    if row.all_round is not None and row.assessed_on is None:
        found.append(RowError(row.row, "评定日期", "没有写，", "写了是不是双全，就要写评定的日子。"))
    return found


def _codes(labels: Mapping[str, str]) -> dict[str, str]:
    return {label: code for code, label in labels.items()}


def _doors(text: str) -> tuple[tuple[str, str], ...]:
    parts = [part for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]
    try:
        return tuple(door(part) for part in parts)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence) from None
