"""Opening hours: reading and writing them as people do, what a day's hours are, and whether a place is open now. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from liren.kernel import Refusal
from liren.venues.commands import Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
MIDNIGHT = 24 * 60
MOST_SPANS = 4
LOOK_AHEAD = 60

Minutes = tuple[int, int]
Days = Mapping[date, tuple[Minutes, ...]]
Period = tuple[datetime, datetime]

_TIME = r"(\d{1,2})[:：.](\d{2})"
_SPAN = re.compile(rf"^{_TIME}\s*[-–—~～至到]\s*{_TIME}$")
_DAY = re.compile(rf"^(?:周|星期|礼拜)?([{WEEKDAYS}天])(?:\s*[-–—~～至到]\s*(?:周|星期|礼拜)?([{WEEKDAYS}天]))?$")
EXAMPLE = "例如“周一至周五 08:30-17:30；周六 09:00-12:00”。"


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether it is open at a moment, and when that changes next (None: not within two months)."""

    open: bool
    changes: datetime | None


def parse_spans(text: str) -> tuple[Minutes, ...]:
    """08:30-12:00，14:00-17:30 as minutes after midnight, in order. Raises Refusal; nothing written means closed."""
    parts = [part.strip() for part in re.split(r"[,，、;；\s]+(?=\d{1,2}[:：.])", text.strip()) if part.strip()]
    if text.strip() in ("", "休息", "不开", "不开放", "闭馆"):
        return ()
    found = sorted(_span(part) for part in parts)
    if len(found) > MOST_SPANS:
        raise Refusal("hours", f"一天最多分 {MOST_SPANS} 段，请并成几段。", field="week")
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise Refusal("hours", f"“{text}”里有两段重叠，请改其中一段。", field="week")
    return tuple(found)


def _span(text: str) -> Minutes:
    match = _SPAN.match(text)
    if not match:
        raise Refusal("hours", f"“{text}”不是开放时间，请像“08:30-12:00”这样写。", field="week")
    hour, minute, until_hour, until_minute = map(int, match.groups())
    opens, closes = hour * 60 + minute, until_hour * 60 + until_minute
    if minute > 59 or until_minute > 59 or closes > MIDNIGHT:
        raise Refusal("hours", f"“{text}”不是钟点，最晚写到 24:00。", field="week")
    if closes <= opens:
        raise Refusal("hours", f"“{text}”的结束不晚于开始，过夜的请分成两天写。", field="week")
    return opens, closes


def parse_week(text: str) -> tuple[Span, ...]:
    """周一至周五 08:30-17:30；周六 09:00-12:00. 每天 stands for all seven. Raises Refusal."""
    found: dict[int, tuple[Minutes, ...]] = {}
    for part in filter(None, (p.strip() for p in re.split(r"[;；\n]", text))):
        named, _, hours = part.partition(" ")
        days = range(1, 8) if named in ("每天", "每日", "天天") else _days(named, part)
        for day in days:
            if day in found:
                raise Refusal("hours", f"周{WEEKDAYS[day - 1]}写了两次，请合在一起。", field="week")
            found[day] = parse_spans(hours)
    return week_of(found)


def _days(named: str, part: str) -> range:
    match = _DAY.match(named)
    if not match:
        raise Refusal("hours", f"“{part}”看不出是哪几天，{EXAMPLE}", field="week")
    first = _number(match[1])
    last = _number(match[2]) if match[2] else first
    if last < first:
        raise Refusal("hours", f"“{named}”前后反了，请从周一往后写。", field="week")
    return range(first, last + 1)


def _number(day: str) -> int:
    return WEEKDAYS.index("日" if day == "天" else day) + 1


def week_of(days: Mapping[int, tuple[Minutes, ...]]) -> tuple[Span, ...]:
    """Spans by weekday as one week."""
    return tuple(Span(weekday=day, opens=o, closes=c) for day in sorted(days) for o, c in days[day])


def spans_words(spans: Iterable[Minutes]) -> str:
    """08:30–12:00，14:00–17:30; "" for none."""
    return "，".join(f"{clock(o)}-{clock(c)}" for o, c in spans)


def clock(minutes: int) -> str:
    """Minutes after midnight as 08:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def by_day(week: Iterable[Span]) -> dict[int, tuple[Minutes, ...]]:
    """The spans of each weekday that has any."""
    ordered = sorted(week, key=lambda s: (s.weekday, s.opens))
    return {day: tuple((s.opens, s.closes) for s in spans) for day, spans in groupby(ordered, lambda s: s.weekday)}


def week_words(week: Iterable[Span]) -> str:
    """The week as `parse_week` reads it, days with equal hours together; "" when it never opens."""
    days = by_day(week)
    alike = groupby(sorted(days), key=lambda day: days[day])
    runs = [(run, spans) for spans, same in alike for run in _runs(list(same))]
    return "；".join(f"{'每天' if len(run) == 7 else _named(run)} {spans_words(spans)}" for run, spans in runs)


def _runs(days: list[int]) -> list[list[int]]:
    """Days in pieces without a hole."""
    return [[day for _, day in piece] for _, piece in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])]


def _named(days: list[int]) -> str:
    first = f"周{WEEKDAYS[days[0] - 1]}"
    return first if len(days) == 1 else f"{first}至周{WEEKDAYS[days[-1] - 1]}"


def hours_on(week: Iterable[Span], days: Days, day: date) -> tuple[Minutes, ...]:
    """The hours of one day, its exception before its weekday."""
    return days[day] if day in days else by_day(week).get(day.isoweekday(), ())


def at(day: date, minutes: int) -> datetime:
    """A moment here; 24:00 is the next day's midnight."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)


def open_periods(week: Iterable[Span], days: Days, first: date, count: int) -> list[Period]:
    """When it is open on `count` days from `first`; hours that meet at midnight are one period."""
    spans = tuple(week)
    found: list[Period] = []
    for day in (first + timedelta(days=n) for n in range(count)):
        for opens, closes in hours_on(spans, days, day):
            start, end = at(day, opens), at(day, closes)
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def opening(week: Iterable[Span], days: Days, now: datetime) -> Opening:
    """Open or closed now, and until when."""
    today = now.astimezone(SHANGHAI).date()
    for start, end in open_periods(week, days, today - timedelta(days=1), LOOK_AHEAD):
        if start <= now < end:
            return Opening(True, end)
        if start > now:
            return Opening(False, start)
    return Opening(False, None)
