"""Who may take which order: skill, place, the requester's wishes, free time, and how much one has in hand.

Free time is a set of 21 bits, weekday × part of the day, so that two of them are compared by one `and`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel.area import Level
from liren.services.commands import Free, Time
from liren.services.kinds import PARTS, ServiceKind
from liren.services.rules.words import SHANGHAI

PART_CODES = tuple(PARTS)
PART_ENDS = {"morning": 12, "afternoon": 18, "evening": 21}
ANY_TIME = (1 << 7 * len(PART_CODES)) - 1
CIRCLE_LEVELS = {"community": Level.COMMUNITY, "town": Level.TOWN}

SENTENCES: dict[str, str] = {
    "inactive": "您现在不在队里或者暂停接单，恢复以后再接。",
    "own": "这是您自己点的单，请由别人来接。",
    "skill": "这一单要的服务不在您登记的特长里，可以先在“我的特长”里加上。",
    "place": "这一单不在您登记的服务范围里。",
    "woman": "点单人希望由女性来办，请把机会留给合适的人。",
    "man": "点单人希望由男性来办，请把机会留给合适的人。",
    "neighbour": "点单人只找本网格的邻居，请把机会留给合适的人。",
    "visits": "这一单要上门，您登记的是不上门，改了登记再接。",
    "declined": "这一单您说过不方便，不再派给您。",
    "full": "您手上的单已经到了自己定的上限，办好一单再接，或者改大上限。",
    "time": "点单人方便的时间和您登记的空闲时间对不上。",
}
"""Why a member can't take an order, told to the member. `time` is no bar to claiming: two people may agree otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an order asks of whoever takes it. `scope` is its micro-grid; `mask` the times that suit."""

    kind: str
    scope: str
    gender: str
    neighbour: bool
    visit: bool
    mask: int
    requester: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A member as far as matching asks. `open` is what is in hand now, `most` what the member wants at most."""

    id: UUID
    account: UUID
    home: str
    skills: frozenset[str]
    areas: tuple[str, ...]
    gender: str
    visits: bool
    mask: int
    open: int
    most: int
    active: bool = True


def goes_home(kind: ServiceKind, no_visit: bool) -> bool:
    """Whether an order of this kind means going to somebody's door."""
    return kind.visit == "needed" or (kind.visit == "maybe" and not no_visit)


def unfit(wish: Wish, hand: Hand, *, declined: bool = False) -> str:
    """The first reason (a key of SENTENCES) why a member can't take an order; "" when they can."""
    if not hand.active:
        return "inactive"
    if wish.requester is not None and wish.requester == hand.account:
        return "own"
    if wish.kind not in hand.skills:
        return "skill"
    if not any(wish.scope.startswith(area) for area in hand.areas):
        return "place"
    if wish.gender in ("woman", "man") and hand.gender != wish.gender:
        return wish.gender
    if wish.neighbour and hand.home[: Level.GRID] != wish.scope[: Level.GRID]:
        return "neighbour"
    if wish.visit and not hand.visits:
        return "visits"
    if declined:
        return "declined"
    return "full" if hand.open >= hand.most else ""


def in_circle(circle: str, scope: str, home: str) -> bool:
    """Whether a member who lives at `home` belongs to the circle that an order in `scope` is offered to."""
    level = CIRCLE_LEVELS[circle]
    return home[:level] == scope[:level]


def bit(weekday: int, part: str) -> int:
    """The bit of a part of a weekday (1 Monday … 7 Sunday)."""
    return 1 << ((weekday - 1) * len(PART_CODES) + PART_CODES.index(part))


def mask_of_free(free: Iterable[Free]) -> int:
    """A member's free time as bits."""
    found = 0
    for one in free:
        found |= bit(one.weekday, one.part)
    return found


def mask_of_times(times: Iterable[Time], now: datetime) -> int:
    """The times that suit a requester and are still to come, as bits; every time when none is named or all have passed."""
    found = 0
    for one in times:
        if part_end(one) > now:
            found |= bit(one.day.isoweekday(), one.part)
    return found or ANY_TIME


def part_end(time: Time) -> datetime:
    """When a part of a day is over."""
    start = datetime(time.day.year, time.day.month, time.day.day, tzinfo=SHANGHAI)
    return start + timedelta(hours=PART_ENDS[time.part])


def free_of(mask: int) -> tuple[Free, ...]:
    """The parts of weekdays that bits stand for."""
    return tuple(Free(weekday=day, part=part) for day in range(1, 8) for part in PART_CODES if mask & bit(day, part))
