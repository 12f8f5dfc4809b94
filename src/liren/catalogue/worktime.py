"""Working time: when a limit ends, and how many seconds of it are used. One pure function each way.

Counting follows 《民法典》第二百零一至二百零四条: a period in days does not count the day it starts; its last day ends
when business ends; a last day that is a holiday moves to the next working day; a period in hours starts at once.
Working days follow the State Council's yearly notice with its 调休 (domain.md §3.6). Past the calendar's last
day every Monday to Friday is taken for a working day and the answer says `provisional`.
Inside everything is Asia/Shanghai; what comes out is UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from liren.catalogue.kinds import Key, Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)

Unit = Literal["urgent_hour", "work_hour", "work_day", "day"]
UNIT_LABELS: dict[str, str] = {
    "urgent_hour": "小时（不分昼夜）",
    "work_hour": "个工作时",
    "work_day": "个工作日",
    "day": "日",
}
OFFICE_UNITS = frozenset({"work_hour", "work_day"})
EDITABLE = {
    "label": Key(label="名称"),
    "hours": Key(label="上班时间"),
    "years": Key(label="放假和调休"),
    "source": Key(label="出处"),
    "legal_basis": Key(label="依据"),
    "verified_by": Key(label="谁核对过"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of one unit: 4 work_hour. Fractions are for hours only (0.25 urgent_hour is a quarter)."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        if self.unit == "urgent_hour" and self.amount < 1:
            return f"{self.amount * 60:g} 分钟（不分昼夜）"
        return f"{self.amount:g} {UNIT_LABELS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Due:
    """The moment a limit ends (UTC); `provisional` when a day beyond the calendar was counted."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year's notice: days off that would be working days or weekends, and weekends worked instead (调休)."""

    year: int
    notice: str
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Office hours (local, in order) and the years whose notices are known."""

    label: str
    hours: tuple[tuple[time, time], ...]
    years: tuple[Year, ...] = ()
    legal_basis: str = ""
    source: str = ""
    verified_by: str = ""

    @cached_property
    def holidays(self) -> frozenset[date]:
        return frozenset(d for y in self.years for d in y.holidays)

    @cached_property
    def workdays(self) -> frozenset[date]:
        return frozenset(d for y in self.years for d in y.workdays)

    @cached_property
    def known_years(self) -> frozenset[int]:
        return frozenset(y.year for y in self.years)

    @cached_property
    def day_seconds(self) -> int:
        """Seconds of one full working day."""
        return sum(_seconds(opens, closes) for opens, closes in self.hours)

    def knows(self, first: date, last: date) -> bool:
        """True when the notice of every year from `first` to `last` has been imported."""
        return all(year in self.known_years for year in range(first.year, last.year + 1))

    def is_working(self, day: date) -> bool:
        """True on a working day: 调休 first, then holidays, then Monday to Friday."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def closing(self, day: date) -> datetime:
        """The end of business of a day, in UTC."""
        return _utc(day, self.hours[-1][1])


def due(start: datetime, limit: Limit, calendar: Calendar) -> Due:
    """When `limit`, counted from `start`, ends."""
    if limit.unit in ("urgent_hour", "work_hour"):
        return after(start, round(limit.amount * 3600), limit.unit, calendar)
    first = start.astimezone(SHANGHAI).date()
    days = int(limit.amount)
    last = _nth_working_day(first, days, calendar) if limit.unit == "work_day" else first + DAY * days
    while not calendar.is_working(last):
        last += DAY
    return Due(calendar.closing(last), not calendar.knows(first, last))


def after(start: datetime, seconds: int, unit: Unit, calendar: Calendar) -> Due:
    """The moment when `seconds` of the unit's time (round the clock, or office hours) have passed since `start`."""
    if unit not in OFFICE_UNITS:
        return Due((start + timedelta(seconds=seconds)).astimezone(UTC), False)
    first = start.astimezone(SHANGHAI).date()
    left = timedelta(seconds=seconds)
    for opens, closes in office_hours(start, calendar):
        begins = max(opens, start.astimezone(UTC))
        if begins + left <= closes:
            at = begins + left if left else start.astimezone(UTC)
            return Due(at, not calendar.knows(first, at.astimezone(SHANGHAI).date()))
        left -= max(closes - begins, timedelta())
    raise AssertionError("office hours never end")


def ends(start: datetime, seconds: int, unit: Unit, calendar: Calendar) -> Due:
    """Where a limit with so many seconds left ends: as `after`, but one in days ends with business on a working day."""
    found = after(start, seconds, unit, calendar)
    if unit != "day":
        return found
    last = found.at.astimezone(SHANGHAI).date()
    while not calendar.is_working(last) or calendar.closing(last) < found.at:
        last += DAY
    return Due(calendar.closing(last), not calendar.knows(start.astimezone(SHANGHAI).date(), last))


def opening(at: datetime, calendar: Calendar) -> datetime:
    """The moment itself in office hours, else when the office opens next. Closing time is no longer office hours."""
    for opens, closes in office_hours(at, calendar):
        if at < closes:
            return max(opens, at.astimezone(UTC))
    raise AssertionError("the office never opens")


def midnight(day: date) -> datetime:
    """The moment at which a day begins in Shanghai, in UTC."""
    return _utc(day, time())


def worked(start: datetime, end: datetime, unit: Unit, calendar: Calendar) -> int:
    """Seconds of the unit's time between two moments; 0 when `end` is not after `start`."""
    if end <= start:
        return 0
    if unit not in OFFICE_UNITS:
        return int((end - start).total_seconds())
    total = timedelta()
    for opens, closes in office_hours(start, calendar):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta())
    return int(total.total_seconds())


def check(calendar: Calendar) -> Iterator[Problem]:
    """What is wrong with a calendar; nothing when it may be published."""
    edges = [edge for stretch in calendar.hours for edge in stretch]
    if not edges or edges != sorted(set(edges)):
        yield Problem(
            key="hours", sentence="上班时间缺了，或者前后重叠。", remedy="请从早到晚写，例如 08:30 到 12:00。"
        )
    years = [y.year for y in calendar.years]
    if years != sorted(set(years)):
        yield Problem(key="years", sentence="年份重复或者没有按先后写。", remedy="请每年写一次，从早到晚。")
    for year in calendar.years:
        if not year.notice:
            yield Problem(
                key=f"years.{year.year}", sentence="没有写通知的文号。", remedy="请写上国务院办公厅通知的文号。"
            )
        if both := set(year.holidays) & set(year.workdays):
            days = "、".join(str(day) for day in sorted(both))
            yield Problem(key=f"years.{year.year}", sentence=f"{days} 既放假又上班。", remedy="请对照通知删去一处。")
        yield from _odd_days(year)


def _odd_days(year: Year) -> Iterator[Problem]:
    """A notice names days of its year and, for New Year, the last days of the year before; only weekends are made up."""
    first, last = date(year.year - 1, 12, 25), date(year.year, 12, 31)
    if stray := [day for day in (*year.holidays, *year.workdays) if not first <= day <= last]:
        days = "、".join(str(day) for day in stray)
        yield Problem(
            key=f"years.{year.year}",
            sentence=f"{days} 不在这一年里。",
            remedy="请核对年份，上一年底的放假写在新一年里。",
        )
    if weekdays := [day for day in year.workdays if day.weekday() < 5]:
        days = "、".join(str(day) for day in weekdays)
        yield Problem(
            key=f"years.{year.year}",
            sentence=f"{days} 不是周六周日，本来就上班。",
            remedy="调休上班只写周六周日，请删去。",
        )


def office_hours(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of office time (UTC) from the day of `start` on, without end."""
    day = start.astimezone(SHANGHAI).date()
    while True:
        if calendar.is_working(day):
            for opens, closes in calendar.hours:
                yield _utc(day, opens), _utc(day, closes)
        day += DAY


def _nth_working_day(first: date, n: int, calendar: Calendar) -> date:
    day = first
    while n > 0:
        day += DAY
        n -= calendar.is_working(day)
    return day


@lru_cache(maxsize=4096)
def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def _seconds(opens: time, closes: time) -> int:
    return (closes.hour - opens.hour) * 3600 + (closes.minute - opens.minute) * 60
