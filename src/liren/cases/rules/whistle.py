"""吹哨报到: a whistle, the units it calls, what they plan together, and where it stands. Pure; what may be done is in blowing.py.

raised → acknowledged → on_site → plan → mutual_rating → closed (domain.md §7); each called unit goes its own way through
called → acknowledged → on_site → done, and the whistle stands where its slowest unit stands. Whoever is waited for has
a clock, except in a whistle that is over. There is no position, no check-in and no ranking: 我们到了 is a person's word.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

STATES: dict[str, str] = {
    "raised": "等各家响应",
    "acknowledged": "等各家到场",
    "on_site": "到场了，定任务",
    "plan": "照任务办",
    "mutual_rating": "办完了，等互评",
    "closed": "已结束",
    "called_off": "已撤哨",
}
WORKING = ("raised", "acknowledged", "on_site", "plan")
OPEN = (*WORKING, "mutual_rating")
CALL_STATES: dict[str, str] = {
    "called": "等响应",
    "objected": "说不该来，等定",
    "acknowledged": "已响应，等到场",
    "on_site": "已到场",
    "done": "已办好",
    "released": "已放行",
    "excused": "不用来",
}
LEFT = ("done", "released")
RESPONSES: dict[int, str] = {1: "来得及时，办得实在", 2: "来了，办得一般", 3: "来得晚，或者没办实"}
RIGHTNESS: dict[int, str] = {1: "该吹", 2: "可吹可不吹", 3: "不该吹"}
LEVELS = 3
"""How often a unit that stays late is told up the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A unit that was called. `objected_from` is the state it was in when it objected; each unit may do so once.

    `missed` counts how far up its lateness with the present step was told. Scores are keys of RESPONSES (the raiser of
    the unit) and RIGHTNESS (the unit of the whistle).
    """

    id: UUID
    unit: UUID
    called_at: datetime
    acknowledge_due_at: datetime
    arrive_due_at: datetime
    done_due_at: datetime
    state: str = "called"
    object_due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    objected_at: datetime | None = None
    objected_from: str | None = None
    missed: int = 0
    response: int | None = None
    rightness: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing a unit said it does; it ends done, or dropped by the raiser with a reason."""

    id: UUID
    unit: UUID
    done_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.done_at is None and self.dropped_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whistle:
    """One whistle on one case."""

    id: UUID
    kind: str
    raised_at: datetime
    state: str = "raised"
    calls: tuple[Call, ...] = ()
    tasks: tuple[Task, ...] = ()
    rate_due_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def units(self) -> tuple[UUID, ...]:
        """The units that have a part in it."""
        return tuple(c.unit for c in self.calls if c.state != "excused")

    def call(self, id: UUID) -> Call | None:
        return next((c for c in self.calls if c.id == id), None)

    def tasks_of(self, unit: UUID) -> tuple[Task, ...]:
        """What a unit has on the list, without what was dropped."""
        return tuple(t for t in self.tasks if t.unit == unit and t.dropped_at is None)


@dataclass(frozen=True, slots=True)
class Wait:
    """Who is waited for (`unit` or `raiser`), with which clock and until when."""

    owner: str
    clock: str
    due_at: datetime


def phase(whistle: Whistle) -> str:
    """Where a whistle stands that is not over: with its slowest unit."""
    there = [c for c in whistle.calls if c.state != "excused"]
    at_work = [c for c in there if c.state not in LEFT]
    if not there:
        return "called_off"
    if not at_work:
        return "closed" if all(c.response and c.rightness for c in there) else "mutual_rating"
    if any(c.state in ("called", "objected") for c in at_work):
        return "raised"
    if any(c.state == "acknowledged" for c in at_work):
        return "acknowledged"
    return "plan" if any(t.dropped_at is None for t in whistle.tasks) else "on_site"


def wait_of(call: Call) -> Wait | None:
    """What a call waits for now; None once the unit has left or need not come."""
    if call.state == "called":
        return Wait("unit", "acknowledge", call.acknowledge_due_at)
    if call.state == "objected":
        assert call.object_due_at is not None, "an objection has a clock"
        return Wait("raiser", "object", call.object_due_at)
    if call.state == "acknowledged":
        return Wait("unit", "arrive", call.arrive_due_at)
    if call.state == "on_site":
        return Wait("unit", "done", call.done_due_at)
    return None


def late_by(call: Call, clock: str, now: datetime) -> bool:
    """Whether one of the three clocks of a call ended after its limit, or is past it now."""
    due, at = {
        "acknowledge": (call.acknowledge_due_at, call.acknowledged_at),
        "arrive": (call.arrive_due_at, call.arrived_at),
        "done": (call.done_due_at, call.left_at),
    }[clock]
    return (at or now) > due
