"""Reading imported lists of persons and duties: every wrong cell becomes a RowError, not an exception."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.kernel.rows import Cells, Line, RowError
from liren.people.commands import DutyRow, PersonRow
from liren.people.rules.cells import SHANGHAI, area, midnight
from liren.people.rules.persons import clean_email, clean_mobile, clean_name, clean_work_phone

PERSON_COLUMNS = ("姓名", "区域代码", "办公电话", "邮箱", "手机号")
DUTY_COLUMNS = ("姓名", "手机号", "岗位", "单位", "区域代码", "楼栋编号", "事项类别", "开始日期", "结束日期")


def person_rows(
    table: Iterable[tuple[int, Cells]], within: AreaCode, new_id: Callable[[], UUID]
) -> tuple[tuple[PersonRow, ...], tuple[RowError, ...]]:
    """Rows with the columns PERSON_COLUMNS, and what is wrong. `table` yields (row number, cells by heading)."""
    read: list[PersonRow] = []
    errors: list[RowError] = []
    phones: dict[str, int] = {}
    for number, cells in table:
        row = Line(number, cells)
        made = PersonRow(
            row=number,
            person=new_id(),
            area=row.take("区域代码", lambda text: area(text, within), within),
            name=row.take("姓名", clean_name, ""),
            work_phone=row.take("办公电话", clean_work_phone, ""),
            work_email=row.take("邮箱", clean_email, ""),
            phone=row.take("手机号", clean_mobile, ""),
        )
        first = phones.setdefault(made.phone, number) if made.phone else number
        if first != number:
            row.errors.append(RowError(number, "手机号", f"与第 {first} 行相同，", "一个人只登记一行，请删去重复的。"))
        read.append(made)
        errors += row.errors
    return tuple(read), tuple(errors)


def duty_rows(
    table: Iterable[tuple[int, Cells]],
    within: AreaCode,
    posts: Mapping[str, str],
    new_id: Callable[[], UUID],
    kinds: Mapping[str, str] | None = None,
) -> tuple[tuple[DutyRow, ...], tuple[RowError, ...]]:
    """Rows with the columns DUTY_COLUMNS, and what is wrong. `posts` and `kinds` give the code of each label."""
    read: list[DutyRow] = []
    errors: list[RowError] = []
    for number, cells in table:
        row = Line(number, cells)
        starts = row.take("开始日期", midnight, None)
        last = row.take("结束日期", lambda text: midnight(text) if text else None, None)
        made = DutyRow(
            row=number,
            duty=new_id(),
            name=row.take("姓名", clean_name, ""),
            phone=row.take("手机号", clean_mobile, ""),
            post=row.take("岗位", lambda text: _post(text, posts), ""),
            unit_name=cells.get("单位", "").strip(),
            area=row.take("区域代码", lambda text: area(text, within), within),
            building=cells.get("楼栋编号", "").strip(),
            kinds=row.take("事项类别", lambda text: _kinds(text, kinds or {}), ()),
            starts=starts or datetime.min.replace(tzinfo=SHANGHAI),
            ends=last + timedelta(days=1) if last else None,
        )
        if starts and last and last < starts:
            row.errors.append(RowError(number, "结束日期", "早于开始日期，", "请改其中一个。"))
        read.append(made)
        errors += row.errors
    return tuple(read), tuple(errors)


def _post(text: str, posts: Mapping[str, str]) -> str:
    if text not in posts:
        raise Refusal("post", f"没有“{text}”这个岗位，应当是：{'、'.join(posts)}。")
    return posts[text]


def _kinds(text: str, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the kinds named, with 、 or commas between; none means every kind."""
    named = [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]
    unknown = [name for name in named if name not in kinds]
    if unknown:
        raise Refusal("kind", f"没有“{unknown[0]}”这个事项类别，请照“事项类别”页上的名称写；管全部类别就空着。")
    return tuple(kinds[name] for name in named)
