"""The exchange with a hotline, decided without a database: reading its rows, where an order stands, what the two say.

Their clock and ours are two clocks. Their limit is a moment or a length of working time counted from their receipt; it is
kept beside ours and the earlier one presses (rules/clocks.py, `cap_at`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases.commands.hotline import WorkOrder
from liren.cases.hotlines import Hotline
from liren.catalogue.worktime import SHANGHAI, Calendar, Limit, Unit, due
from liren.kernel.rows import RowError

FAR = timedelta(days=5 * 365)
AHEAD = timedelta(hours=24)
"""How far their clock may run before ours: what lies further in the future is a slip of the pen."""
LONGEST, OLDEST = 400, 2000
"""The longest limit as a length, and the year before which nobody had a hotline."""
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{2,63}")
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(?:个)?\s*(工作日|工作小时|工作时|小时|自然日|天|日)?")
UNITS: dict[str, Unit] = {
    "工作日": "work_day", "工作小时": "work_hour", "工作时": "work_hour", "小时": "urgent_hour", "自然日": "day", "天": "day", "日": "day",
}  # fmt: skip
TOLD = ("title", "words", "sort", "name", "phone", "address", "community", "secret", "urgent", "limit_words", "earlier")
"""What a second arrival of a number is compared by, besides the moment of receipt."""
LABELS: dict[str, str] = {
    "received_at": "受理时间", "title": "标题", "words": "内容", "sort": "分类", "name": "姓名", "phone": "电话",
    "address": "地址", "community": "村（社区）", "secret": "保密", "urgent": "紧急", "limit_words": "期限", "earlier": "早先的单号",
}  # fmt: skip


def moment(text: str) -> datetime | None:
    """A moment as spreadsheets and people write it, Shanghai where no zone is said; None for what is none."""
    plain = re.sub(r"\s+", " ", text.strip().replace("年", "-").replace("月", "-").replace("日", " ").replace("/", "-"))
    for shape in MOMENTS:
        try:
            return datetime.strptime(plain.strip(), shape).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None


def limit_at(text: str, received_at: datetime, calendar: Calendar) -> datetime | None:
    """The moment their limit comes to: a moment, or a length from their receipt ("5 个工作日", "24 小时", "5").

    A day without an hour ends with business on it. Raises ValueError for words that are neither.
    """
    text = text.strip()
    if not text:
        return None
    at = moment(text)
    if at is not None:
        day = at.astimezone(SHANGHAI).date()
        return calendar.closing(day) if len(re.sub(r"\D", "", text)) <= 8 else at
    found = LENGTH.fullmatch(text)
    if found is None or not 0 < float(found[1]) <= LONGEST:
        raise ValueError(text)
    unit = UNITS[found[2] or "工作日"]
    amount = float(found[1])
    return due(received_at, Limit(int(amount) if unit in ("work_day", "day") else amount, unit), calendar).at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a row is read with: the agreement, the calendar their limits are counted by, now, and where ids come from."""

    hotline: Hotline
    calendar: Calendar
    now: datetime
    new_id: Callable[[], UUID]


def read_row(row: int, cells: Mapping[str, str], how: Reading) -> tuple[WorkOrder | None, list[RowError]]:
    """One row by our column names (those of Headings) as an order, or everything that is wrong with it."""
    errors: list[RowError] = []

    def wrong(column: str, sentence: str, remedy: str) -> None:
        errors.append(RowError(row, column, sentence, remedy))

    told = {name: cells.get(name, "").strip() for name in (f.name for f in fields(how.hotline.columns))}
    head = {f.name: (getattr(how.hotline.columns, f.name) or (f.name,))[0] for f in fields(how.hotline.columns)}
    if not NUMBER.fullmatch(told["number"]):
        wrong(head["number"], f"“{told['number']}”不是工单号，", "请填 3 到 64 位的字母、数字或短横。")
    if not told["words"] and not told["title"]:
        wrong(head["words"], "没有写是什么事，", "请补上诉求内容。")
    if len(told["words"]) > 4800:
        wrong(head["words"], f"写了 {len(told['words']):,} 个字，最多 4,800 个，", "请删短，或者把附件另外传。")
    received = moment(told["received"])
    if received is None:
        wrong(head["received"], f"“{told['received']}”看不出是什么时间，", "请写成 2026-11-23 09:12。")
    elif received.year < OLDEST:
        wrong(head["received"], f"受理时间是 {received.year} 年，", "请核对年份。")
    elif received > how.now + AHEAD:
        wrong(head["received"], "受理时间还没有到，", "请核对年月日，或者请热线校准时钟。")
    digits = re.sub(r"[\s\-+()（）]", "", told["phone"])
    if digits and not (digits.isdigit() and 7 <= len(digits) <= 13):
        wrong(head["phone"], "电话不是 7 到 13 位的号码，", "请只写号码；没有留电话就空着。")
    ends = None
    if received is not None:
        try:
            ends = limit_at(told["limit"], received, how.calendar)
        except ValueError:
            wrong(head["limit"], f"“{told['limit']}”看不出是什么期限，", "请写成 2026-11-30 17:00，或者 5 个工作日。")
        if ends is not None and not received <= ends < received + FAR:
            wrong(head["limit"], "期限早于受理时间，或者晚了五年以上，", "请核对两列有没有写反。")
    if errors or received is None:
        return None, errors
    return WorkOrder(
        case_id=how.new_id(), note=how.new_id(), number=told["number"], received_at=received, sort=told["sort"][:120],
        title=told["title"][:200], words=told["words"] or told["title"], name=told["name"][:60], phone=_phone(digits),
        address=told["address"][:300], community=told["community"][:60], secret=told["secret"] in how.hotline.yes,
        urgent=told["urgent"] in how.hotline.urgent_words, limit_words=told["limit"][:64], limit_at=ends,
        earlier=told["earlier"] if NUMBER.fullmatch(told["earlier"]) else "", row=row,
    ), []  # fmt: skip


def _phone(digits: str) -> str:
    """Without the country's own prefix."""
    return digits.removeprefix("86") if len(digits) == 13 else digits


def content(order: WorkOrder) -> dict[str, str]:
    """What an order says, field by field in words: what is sealed, digested and compared."""
    told = {name: getattr(order, name) for name in TOLD}
    said = {name: ("是" if value else "否") if isinstance(value, bool) else str(value) for name, value in told.items()}
    return {"received_at": f"{order.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"} | said


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(field, old, new) for every field that came differently the second time."""
    return [(name, old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text]


def twice(orders: Iterable[WorkOrder]) -> list[RowError]:
    """Rows of one file that carry one number and do not say the same."""
    first: dict[str, WorkOrder] = {}
    errors = []
    for order in orders:
        before = first.setdefault(order.number, order)
        if before is not order and differing(content(before), content(order)):
            sentence = f"和第 {before.row} 行是同一个工单号 {order.number}，内容却不一样，"
            errors.append(RowError(order.row, "", sentence, "请留下对的那一行。"))
    return errors


# ---- where an order stands ---------------------------------------------------------------------------------------

STANDS: dict[str, str] = {
    "reported": "received",
    "filed": "open", "dispatched": "open", "arbitration": "open", "in_progress": "open", "suspended": "open", "feedback": "open",
    "closed": "answered", "replied": "answered", "closed_as_logged": "answered",
    "not_accepted": "refused", "false_alarm": "refused", "drill_over": "refused", "withdrawn": "withdrawn", "taken_back": "withdrawn", "merged": "open",
}  # fmt: skip
UNFINISHED = ("received", "open")


def standing(state: str, *, returned: bool) -> str:
    """Where an order stands by the state of its case (or of the case it was folded into) and whether it was given back."""
    return "returned" if state == "not_accepted" and returned else STANDS[state]


# ---- the two ledgers beside each other ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One order in a ledger: its standing by our codes ("": a word nobody agreed upon) and its moments."""

    number: str
    standing: str
    received_at: datetime | None = None
    ended_at: datetime | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One difference: `sort` is theirs, ours, standing, received or ended; `ours` and `theirs` are the lines."""

    sort: str
    number: str
    ours: Line | None
    theirs: Line | None
    minutes: int = 0


GAPS: dict[str, str] = {
    "theirs": "热线有，我们没有",
    "ours": "我们有，热线没有",
    "standing": "状态不一样",
    "received": "受理时间差得多",
    "ended": "办结时间差得多",
}


def compare(ours: Iterable[Line], theirs: Iterable[Line], tolerance: int) -> list[Gap]:
    """Every difference between two ledgers, by number. Times count where both have one, beyond `tolerance` minutes."""
    mine, other = ({line.number: line for line in lines} for lines in (ours, theirs))
    found = [Gap(sort="theirs", number=n, ours=None, theirs=other[n]) for n in sorted(other.keys() - mine.keys())]
    found += [Gap(sort="ours", number=n, ours=mine[n], theirs=None) for n in sorted(mine.keys() - other.keys())]
    for number in sorted(mine.keys() & other.keys()):
        a, b = mine[number], other[number]
        if a.standing != b.standing:
            found.append(Gap(sort="standing", number=number, ours=a, theirs=b))
        for sort, one, two in (("received", a.received_at, b.received_at), ("ended", a.ended_at, b.ended_at)):
            if one and two and abs(one - two) > timedelta(minutes=tolerance):
                minutes = int(abs(one - two).total_seconds() // 60)
                found.append(Gap(sort=sort, number=number, ours=a, theirs=b, minutes=minutes))
    return found


def read_ledger(table: Iterable[tuple[int, Mapping[str, str]]], hotline: Hotline) -> tuple[list[Line], list[RowError]]:
    """Their ledger: number, standing and moments, all by our column names."""
    words = {word: code for code, word in hotline.standing_words.items()}
    lines, errors = [], []
    for row, cells in table:
        number = cells.get("number", "").strip()
        if not NUMBER.fullmatch(number):
            errors.append(RowError(row, hotline.columns.number[0], f"“{number}”不是工单号，", "请填热线的工单号。"))
            continue
        said = cells.get("standing", "").strip()
        lines.append(Line(
            number=number, standing=words.get(said, ""), said=said,
            received_at=moment(cells.get("received", "")), ended_at=moment(cells.get("ended", "")),
        ))  # fmt: skip
    return lines, errors
