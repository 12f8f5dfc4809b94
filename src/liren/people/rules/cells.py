"""One line of an imported list, cell by cell: what can't be read becomes a RowError that names row, column and remedy."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from liren.kernel import AreaCode, Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")


def area(text: str, within: AreaCode) -> AreaCode:
    """A code of the tree inside the area of the list."""
    if not text:
        raise Refusal("area", "没有写区域代码，请填 6、9、12、15 或 17 位数字。")
    try:
        found = AreaCode(text)
    except ValueError:
        raise Refusal("area", f"“{text}”不是区划代码，应当是 6、9、12、15 或 17 位数字。") from None
    if not within.covers(found):
        raise Refusal("area", f"{text} 不在本次导入的区域 {within} 之内，请改正或另行导入。")
    return found


def code(text: str, labels: Mapping[str, str], what: str, *, otherwise: str | None = None) -> str:
    """The code of a label; `labels` are label → code, `otherwise` stands for an empty cell."""
    if not text and otherwise is not None:
        return otherwise
    if text not in labels:
        raise Refusal("label", f"“{text}”不是{what}，应当是：{'、'.join(labels)}。")
    return labels[text]


def number(text: str, what: str) -> int:
    """A whole number."""
    digits = text.removeprefix("第").removesuffix("届").removesuffix("年").strip()
    if not (digits.isascii() and digits.isdigit()):
        raise Refusal("number", f"“{text}”不是{what}，请写数字。")
    return int(digits)


def day(text: str) -> date:
    """The day of 2026-01-31, 2026/1/31, 2026.1.31 or 2026年1月31日."""
    plain = text.split()[0] if text else ""
    for mark in "年月/.":
        plain = plain.replace(mark, "-")
    parts = plain.rstrip("日").split("-")
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError):
        raise Refusal("day", f"“{text}”不是日期，应当像 2026-01-31。") from None


def day_or_none(text: str) -> date | None:
    """The same, None for an empty cell."""
    return day(text) if text else None


def midnight(text: str) -> datetime:
    """The first moment of that day in Shanghai."""
    return datetime.combine(day(text), time(), SHANGHAI)
