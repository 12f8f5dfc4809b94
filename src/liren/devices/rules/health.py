"""How a device fares, by deadline: from when it was last heard, what it is expected to do, and who stands in between. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LATE, OFFLINE = 1.5, 3.0
"""Intervals without a word after which a device is late, and offline (protocols.md §1.1)."""
AGAIN = timedelta(seconds=10)
"""How soon one looks again at a device that is not online: that is how late its coming back is noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of a device. `gateway_state` is None for one that speaks for itself."""

    heard_at: datetime | None
    interval: int
    maintenance_from: datetime | None = None
    maintenance_until: datetime | None = None
    gateway: UUID | None = None
    gateway_state: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, which gateway hides the device, and the deadline after which it may be another."""

    state: str
    because: UUID | None
    look_at: datetime


def judge(seen: Seen, now: datetime) -> Verdict:
    """The state at a moment.

    A silent gateway hides those behind it: they are unknown because of it, not three hundred alarms. While it is only
    late nobody behind it is called offline yet.
    """
    if seen.maintenance_from and seen.maintenance_until and seen.maintenance_from <= now < seen.maintenance_until:
        return Verdict("maintenance", None, seen.maintenance_until)
    if seen.heard_at is None:
        hidden = seen.gateway if seen.gateway_state == "offline" else None
        return Verdict("unknown", hidden, now + AGAIN)
    late = seen.heard_at + timedelta(seconds=seen.interval * LATE)
    gone = seen.heard_at + timedelta(seconds=seen.interval * OFFLINE)
    if now < late:
        return Verdict("online", None, _before_work(late, seen, now))
    if seen.gateway_state in ("offline", "unknown"):
        return Verdict("unknown", seen.gateway, now + AGAIN)
    if now < gone or seen.gateway_state == "late":
        return Verdict("late", None, min(gone, now + AGAIN) if gone > now else now + AGAIN)
    return Verdict("offline", None, now + AGAIN)


def _before_work(late: datetime, seen: Seen, now: datetime) -> datetime:
    """A deadline, or the beginning of a window of maintenance that comes earlier."""
    starts = seen.maintenance_from
    return min(late, starts) if starts is not None and starts > now else late
