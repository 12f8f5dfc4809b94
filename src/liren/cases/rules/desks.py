"""What a desk may keep: a handover's words, a filter's name, the columns of a list."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from liren.cases.rules.words import said
from liren.kernel import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFTS: dict[str, str] = {"day": "白班", "evening": "中班", "night": "夜班"}
"""The three shifts of a day: 8 to 16, 16 to 24, 0 to 8 o'clock."""

COLUMNS = (
    "number",
    "where",
    "place",
    "kind",
    "unit",
    "handler",
    "keeper",
    "reported",
    "source",
    "reference",
    "parent",
    "state",
)
"""What a list may show beside the time limit and the matter, in the order it stands."""
CHOSEN = ("where", "state")
MOST_COLUMNS = 6
NAME_MOST = 20
QUERY_MOST = 1000


def shift_at(now: datetime) -> str:
    """The shift that runs at a moment."""
    hour = now.astimezone(SHANGHAI).hour
    return "night" if hour < 8 else "day" if hour < 16 else "evening"


def check_handover(shift: str, words: str) -> None:
    """Raise Refusal for an unknown shift or empty words."""
    if shift not in SHIFTS:
        raise Refusal("shift", "还没有选班次，请选白班、中班或夜班。", field="shift")
    said(words, field="words", what="留给下一班的话")


def check_saved(name: str, query: str) -> None:
    """Raise Refusal for a name or a filter that can't be kept."""
    if not 1 <= len(name.strip()) <= NAME_MOST:
        raise Refusal("saved_name", f"给这个筛选起个名字，1 到 {NAME_MOST} 个字。", field="name")
    if len(query) > QUERY_MOST:
        raise Refusal("saved_long", "筛选的条件太多，存不下。请减少几项再存。", field="name")


def check_columns(columns: Sequence[str]) -> None:
    """Raise Refusal for a column there is none of, one that comes twice, or more than a row can hold."""
    if any(c not in COLUMNS for c in columns) or len(set(columns)) != len(columns):
        raise Refusal("columns", "选的列里有一列现在没有了，请重新选。", field="columns")
    if len(columns) > MOST_COLUMNS:
        raise Refusal("columns_many", f"一行放不下这么多列，最多选 {MOST_COLUMNS} 列。", field="columns")
