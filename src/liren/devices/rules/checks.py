"""查岗: when a duty room is asked, and what its answer is worth. Pure.

A schedule says how often in a window of the day; the minute is drawn with a key that only this installation has: nobody
at a post can work out when it comes, every minute of the window is as likely as another, and asking twice gives the same.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from liren.catalogue.kinds import Key, Problem
from liren.catalogue.worktime import SHANGHAI
from liren.devices.kinds import HOURS

OUTCOMES: dict[str, str] = {
    "": "等应答",
    "in_time": "按时应答",
    "late": "超时应答",
    "none": "没有应答",
    "unreached": "没有问到",
}
FAMILY = "post_check"
TIMES_MAX = 6
STILL = timedelta(hours=12)
"""An answer that comes this long after its time is still the answer to that check, a late one."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How often duty rooms are asked in a window of the day, and in how many minutes they answer. `times` 0: not at all.

    `hours` (20:00-08:00, Shanghai) may run over midnight.
    """

    code: str
    label: str
    hours: str
    times: int = 0
    minutes: int = 10
    order: int = 50


EDITABLE = {
    "label": Key(label="名称"),
    "hours": Key(label="从几点到几点"),
    "times": Key(label="其间查几次（0 是不查）"),
    "minutes": Key(label="几分钟内应答"),
}


def check(schedule: Schedule) -> list[Problem]:
    """What is wrong with a schedule."""
    found = []
    if not schedule.label.strip():
        found.append(Problem(key="label", sentence="没有写叫什么。", remedy="写一个名称，例如“夜间查岗”。"))
    if span(schedule.hours) is None:
        found.append(Problem(key="hours", sentence="钟点写得不对。", remedy="像 20:00-08:00 这样写，可以跨过半夜。"))
    if not 0 <= schedule.times <= TIMES_MAX:
        found.append(Problem(key="times", sentence="次数不合适。", remedy=f"写 0 到 {TIMES_MAX}，0 是不查。"))
    if not 1 <= schedule.minutes <= 60:
        found.append(Problem(key="minutes", sentence="应答的时限不合适。", remedy="写 1 到 60 分钟，一般写 10。"))
    return found


def span(hours: str) -> tuple[time, timedelta] | None:
    """When a window begins and how long it is; None for hours that are none. The same hour twice is the whole day."""
    found = HOURS.fullmatch(hours)
    if found is None:
        return None
    h1, m1, h2, m2 = map(int, found.groups())
    long = timedelta(hours=h2 - h1, minutes=m2 - m1) % timedelta(days=1)
    return time(h1, m1), long or timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One check that a schedule asks for: its slot (schedule, day and number), its moment, and until when it may begin."""

    slot: str
    at: datetime
    until: datetime
    minutes: int


def turns(schedules: Iterable[Schedule], *, device: UUID, key: bytes, now: datetime) -> Iterator[Turn]:
    """The checks of the windows that are open now. A window of three checks is drawn in three equal parts."""
    today = now.astimezone(SHANGHAI).date()
    for schedule in schedules:
        found = span(schedule.hours)
        if found is None or not schedule.times:
            continue
        for day in (today - timedelta(days=1), today):
            begin = datetime.combine(day, found[0], SHANGHAI)
            if begin <= now < begin + found[1]:
                yield from _drawn(schedule, day, begin, found[1], device, key)


def _drawn(schedule: Schedule, day: date, begin: datetime, long: timedelta, device: UUID, key: bytes) -> Iterator[Turn]:
    part = long // schedule.times
    for n in range(schedule.times):
        slot = f"{schedule.code}:{day:%Y%m%d}:{n}"
        start = begin + n * part
        yield Turn(slot, start + timedelta(minutes=minute(key, device, slot, part)), begin + long, schedule.minutes)


def minute(key: bytes, device: UUID, slot: str, long: timedelta) -> int:
    """A minute of a span, each as likely as another; the same for the same device and slot."""
    drawn = hmac.digest(key, b"post check\0" + device.bytes + slot.encode(), "sha256")
    return int.from_bytes(drawn[:8], "big") % max(1, int(long.total_seconds()) // 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Where a check stands."""

    asked_at: datetime
    minutes: int
    begun_at: datetime | None = None
    due_at: datetime | None = None
    answered_at: datetime | None = None
    outcome: str = ""


def begun(check: Check, at: datetime) -> Check:
    """The device has it: the minutes run. An answer that was there before its confirmation stays in time."""
    if check.begun_at is not None:
        return check
    return replace(check, begun_at=at, due_at=at + timedelta(minutes=check.minutes))


def unreached(check: Check) -> Check:
    """Nobody was asked, so nobody is blamed."""
    return check if check.outcome else replace(check, outcome="unreached")


def takes(check: Check, at: datetime) -> bool:
    """Whether an answer at this moment is one to this check."""
    ends = (check.due_at or check.asked_at + timedelta(minutes=check.minutes)) + STILL
    return check.outcome in ("", "none", "unreached") and check.asked_at <= at <= ends


def answered(check: Check, at: datetime) -> Check:
    """The button was pressed. That proves that the device had it, whatever became of its confirmation."""
    there = begun(check, check.asked_at)
    assert there.due_at is not None, "a check that has begun has its end"
    return replace(there, answered_at=at, outcome="in_time" if at <= there.due_at else "late")
