"""What is counted about whistles: by kind, how many units answered, came and finished in time, and how long it took.

Each figure is a set of calls (or whistles) that its page can list. A clock that still runs and is not late is counted
neither way; a unit that need not come is left out. The share of whistles among cases is shown for context and is no
target: too many and too few are both a bad sign (domain.md §2.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

THREE = ("acknowledge", "arrive", "done")
HOW = ("in_time", "late", "waiting")
FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A call as the figures need it."""

    call: UUID
    whistle: UUID
    kind: str
    state: str
    called_at: datetime
    acknowledge_due_at: datetime
    arrive_due_at: datetime
    done_due_at: datetime
    acknowledged_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One clock of one kind: calls in time, late, still running; the median of those that ended, in minutes."""

    clock: str
    in_time: int
    late: int
    waiting: int
    minutes: int | None

    @property
    def decided(self) -> int:
        return self.in_time + self.late

    @property
    def per_cent(self) -> float | None:
        """The share in time; None below ten, where a share would say more than there is."""
        return 100 * self.in_time / self.decided if self.decided >= FEW else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one kind."""

    kind: str
    whistles: int
    calls: int
    excused: int
    shares: tuple[Share, ...]


def ended(row: Row, clock: str) -> datetime | None:
    """When a clock of a call ended; 办结 counts only a unit that finished, not one that was let go."""
    if clock == "done":
        return row.left_at if row.state == "done" else None
    return row.acknowledged_at if clock == "acknowledge" else row.arrived_at


def how(row: Row, clock: str, now: datetime) -> str | None:
    """in_time, late or waiting; None for a call that does not count (not needed, or let go before that step)."""
    at, due = ended(row, clock), getattr(row, f"{clock}_due_at")
    if row.state == "excused" or (at is None and row.state == "released"):
        return None
    if at is None:
        return "waiting" if now <= due else "late"
    return "in_time" if at <= due else "late"


def figures(rows: Sequence[Row], kinds: Iterable[str], now: datetime) -> list[Figures]:
    """The figures of each kind, in the order of `kinds`."""
    return [_of(kind, [r for r in rows if r.kind == kind], now) for kind in kinds]


def _of(kind: str, rows: Sequence[Row], now: datetime) -> Figures:
    return Figures(
        kind=kind, whistles=len({r.whistle for r in rows}), calls=len(rows),
        excused=sum(r.state == "excused" for r in rows), shares=tuple(_share(rows, clock, now) for clock in THREE),
    )  # fmt: skip


def _share(rows: Sequence[Row], clock: str, now: datetime) -> Share:
    found = [how(r, clock, now) for r in rows]
    spans = [(at - r.called_at).total_seconds() / 60 for r in rows if r.state != "excused" and (at := ended(r, clock))]
    return Share(
        clock=clock, in_time=found.count("in_time"), late=found.count("late"), waiting=found.count("waiting"),
        minutes=round(median(spans)) if spans else None,
    )  # fmt: skip
