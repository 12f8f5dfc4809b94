"""Days that Decree 799 sets for cameras and for residents' requests, and when somebody is reminded of them. Pure.

Art. 14: filed with the county police within 30 days, changes too (unit, place, number and type of devices, days kept).
Art. 16: the call register. Art. 17: kept at least 30 days, then deleted. Art. 21: the persons concerned may see recordings.
"""

from collections.abc import Iterable, Sequence
from csv import writer
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import StringIO
from zoneinfo import ZoneInfo

from liren.devices.rules.cameras import FILED_WITHIN
from liren.kernel import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILED = ("owner", "place", "position", "type", "lon", "lat", "retention_days")
"""The columns whose change has to be filed again."""
AHEAD, AGAIN, TOLD_AT = timedelta(days=7), timedelta(days=7), time(8)
FOOTAGE_AHEAD, FOOTAGE_AGAIN = timedelta(days=3), timedelta(days=3)
STEPS = ("near", "late", "later")
SEALED_FROM_HOUR = 1


def filing_due(
    installed_on: date, filed_on: date | None, changed_on: date | None, retired_on: date | None
) -> date | None:
    """The last day on which a camera, its change or its end is to be filed; None while nothing is to be filed."""
    if filed_on is None:
        return None if retired_on else installed_on + FILED_WITHIN
    since = max((day for day in (changed_on, retired_on) if day is not None and day > filed_on), default=None)
    return since + FILED_WITHIN if since else None


def filing_of(filed_on: date | None, changed_on: date | None, retired_on: date | None) -> str:
    """What is to be filed: new, changed, ended, or "" for nothing."""
    if filed_on is None:
        return "" if retired_on else "new"
    if retired_on is not None and retired_on >= filed_on:
        return "ended" if retired_on > filed_on else ""
    return "changed" if changed_on is not None and changed_on > filed_on else ""


def next_bell(due: date | None, now: datetime) -> datetime | None:
    """When the keepers are reminded of a day: a week before it, on it, and each week after it."""
    if due is None:
        return None
    for day in (due - AHEAD, due):
        at = datetime.combine(day, TOLD_AT, SHANGHAI)
        if at > now:
            return at
    return now + AGAIN


def footage_bells(due_at: datetime, now: datetime) -> list[tuple[int, datetime]]:
    """When a request to see recordings presses: three days before its day, on it, three days after it. The index is one of STEPS."""
    moments = (due_at - FOOTAGE_AHEAD, due_at, due_at + FOOTAGE_AGAIN)
    return [(n, at) for n, at in enumerate(moments) if at > now]


def check_filing(count: int, number: str, filed_on: date, today: date) -> str:
    """The number of a filing, trimmed. Raises Refusal naming the field."""
    told = number.strip()
    if not count:
        raise Refusal("no_rows", "还没有选摄像头，请在要备案的里面勾上。", field="cameras")
    if not 2 <= len(told) <= 40:
        raise Refusal("filing_number", "写公安机关给的备案号，2 到 40 个字。", field="number")
    if filed_on > today:
        raise Refusal("filed_on", "备案日期不能在今天以后，请核对。", field="filed_on")
    return told


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the register as a file: its bytes and their SHA-256."""

    content: bytes
    digest: bytes


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Month:
    """The register of a month as CSV (UTF-8 with its mark, CRLF), the same bytes for the same rows."""
    out = StringIO()
    lines = writer(out, lineterminator="\r\n")
    lines.writerow(head)
    lines.writerows(rows)
    content = out.getvalue().encode("utf-8-sig")
    return Month(content, sha256(content).digest())


def month_before(now: datetime) -> date | None:
    """The first day of the last month once it may be sealed: from one in the morning of the first, when no view of it runs any more."""
    local = now.astimezone(SHANGHAI)
    if local.day == 1 and local.hour < SEALED_FROM_HOUR:
        return None
    return (local.date().replace(day=1) - timedelta(days=1)).replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """[first moment, first moment of the next month) here."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return datetime.combine(month, time(), SHANGHAI), datetime.combine(after, time(), SHANGHAI)
