"""Bookings in time: what is free, what clashes, what repeats, what may be booked at all. Pure."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from liren.kernel import Refusal
from liren.venues.rules.hours import SHANGHAI, Period

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
AHEAD = timedelta(days=366)
MOST = 60
STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Why one wish can't be had: `why` is taken or closed; `next_free` begins a time as long that could be had instead."""

    starts: datetime
    ends: datetime
    why: str
    next_free: datetime | None = None


def free(open_periods: Iterable[Period], blocked: Iterable[Period]) -> list[Period]:
    """What of the open time is left beside the blocked."""
    left = list(open_periods)
    for taken_from, taken_to in sorted(blocked):
        pieces: list[Period] = []
        for start, end in left:
            if taken_to <= start or taken_from >= end:
                pieces.append((start, end))
                continue
            if start < taken_from:
                pieces.append((start, taken_from))
            if taken_to < end:
                pieces.append((taken_to, end))
        left = pieces
    return left


def next_free(
    open_periods: Sequence[Period], blocked: Sequence[Period], length: timedelta, gap: timedelta, after: datetime
) -> datetime | None:
    """The first quarter of an hour from `after` on at which `length` is open and free; the gap behind must be free too."""
    for start, end in open_periods:
        begin = _quarter(max(start, after))
        while begin + length <= end:
            hit = [b for b in blocked if b[0] < begin + length + gap and begin < b[1]]
            if not hit:
                return begin
            begin = _quarter(max(max(b[1] for b in hit), begin + STEP))
    return None


def _quarter(moment: datetime) -> datetime:
    local = moment.astimezone(SHANGHAI)
    over = timedelta(minutes=local.minute % 15, seconds=local.second, microseconds=local.microsecond)
    return local - over + STEP if over else local


def inside(open_periods: Iterable[Period], starts: datetime, ends: datetime) -> bool:
    """Open from the beginning to the end."""
    return any(start <= starts and ends <= end for start, end in open_periods)


def clashes(
    wishes: Iterable[Period], open_periods: Sequence[Period], blocked: Sequence[Period], gap: timedelta
) -> list[Clash]:
    """The wishes that can't be had, each with why and the next time as long."""
    found = []
    for starts, ends in wishes:
        hit = any(b[0] < ends + gap and starts < b[1] for b in blocked)
        if inside(open_periods, starts, ends) and not hit:
            continue
        instead = next_free(open_periods, blocked, ends - starts, gap, starts)
        found.append(Clash(starts=starts, ends=ends, why="taken" if hit else "closed", next_free=instead))
    return found


def check(wishes: Sequence[Period], now: datetime) -> None:
    """Raise Refusal for wishes no room could grant: none, too many, backwards, too short or long, past, too far ahead."""
    if not wishes:
        raise Refusal("no_slot", "还没有选时间，请先选哪天、几点到几点。", field="day")
    if len(wishes) > MOST:
        raise Refusal(
            "many_slots", f"一次最多约 {MOST} 场，这里有 {len(wishes)} 场，请把最后一天写早一些。", field="until"
        )
    for starts, ends in wishes:
        if ends <= starts:
            raise Refusal("slot_order", "结束不晚于开始，请改其中一个时间。", field="ends")
        if not SHORTEST <= ends - starts <= LONGEST:
            raise Refusal("slot_length", "一场最短 15 分钟，最长 12 小时，请改时间。", field="ends")
        if starts < now:
            raise Refusal("slot_past", "这个时间已经过去，请选以后的时间。", field="day")
        if starts > now + AHEAD:
            raise Refusal("slot_far", "最多提前一年预约，请选近一些的日子。", field="day")
    ordered = sorted(wishes)
    if any(a[1] > b[0] for a, b in itertools.pairwise(ordered)):
        raise Refusal("slot_twice", "这几场自己就有重叠，请改时间。", field="day")


def weekly(starts: datetime, ends: datetime, until: date) -> list[Period]:
    """The same time every week, the last one on or before `until`; at least the first one.

    By the clock on the wall here; China has had no daylight saving since 1991, so weeks are of one length.
    """
    last = datetime.combine(until, time.max, SHANGHAI)
    found = [(starts, ends)]
    while len(found) <= MOST and found[-1][0] + timedelta(weeks=1) <= last:
        found.append((found[-1][0] + timedelta(weeks=1), found[-1][1] + timedelta(weeks=1)))
    return found


def minutes(periods: Iterable[Period]) -> int:
    """How long they are together."""
    return sum(int((end - start).total_seconds()) // 60 for start, end in periods)


def within(periods: Iterable[Period], since: datetime, until: datetime) -> list[Period]:
    """The parts that lie in a window."""
    cut = ((max(start, since), min(end, until)) for start, end in periods)
    return [(start, end) for start, end in cut if start < end]


def common(one: Sequence[Period], other: Sequence[Period]) -> list[Period]:
    """What lies in both; each is free of overlaps."""
    return [part for start, end in one for part in within(other, start, end)]
