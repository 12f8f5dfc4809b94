"""What a signal does to the alarms of its device. Pure.

Three things hold whatever order signals come in (tests/devices/test_alarm_rules.py): after a fire was seen there is an open
alarm for it; that it cleared, or somebody pressed reset, only says that the signal is gone; and a device that calls itself
under test changes nothing (both public fire frames carry the test bit: protocols.md §1.5).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from liren.devices.commands import Signal
from liren.devices.kinds import SIGNALS
from liren.kernel import Refusal

DRIFT = timedelta(minutes=5)
FIRE = frozenset({"fire", "gas"})
Key = tuple[str, int, str, UUID | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The signal's side of an open alarm: is it there, how often was it said, since when and until when. `drill` is the drill it
    belongs to, None when it is real.
    """

    id: UUID
    kind: str
    component: str
    type: int
    active: bool
    raised_at: datetime
    last_at: datetime
    first_said_at: datetime | None
    last_said_at: datetime | None
    signals: int
    first_frame: UUID
    last_frame: UUID
    cleared_at: datetime | None
    test: bool
    drifted: bool
    text: str
    drill: UUID | None = None

    @property
    def key(self) -> Key:
        return self.component, self.type, self.kind, self.drill


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm as it is now, and what happened: raised, again, repeated, cleared."""

    alarm: Alarm
    how: str


def off(said_at: datetime | None, received_at: datetime) -> int:
    """Seconds by which a device's clock is ahead, 0 within five minutes or when it gave no time."""
    if said_at is None or abs(said_at - received_at) <= DRIFT:
        return 0
    return round((said_at - received_at).total_seconds())


def take(
    held: Mapping[Key, Alarm], signal: Signal, *, frame: UUID, received_at: datetime, id: UUID, drill: UUID | None = None,
    drills: Collection[UUID] = (),
) -> list[Change]:  # fmt: skip
    """What one signal changes among the open alarms of its device; `id` names the alarm that it may raise.

    `drill` is the drill that the device is in, `drills` those of which it may have open alarms. What is open as real stays
    real in a drill; what rings outside of it is never taken for the drill's.
    """
    if signal.kind == "reset":
        return [_cleared(a, frame, received_at) for a in held.values() if a.active]
    if signal.kind not in SIGNALS:
        return []
    part = signal.component, signal.type, str(signal.kind)
    if not signal.active:
        there = [alarm for one in (None, *drills) if (alarm := held.get((*part, one))) is not None]
        return [_cleared(alarm, frame, received_at) for alarm in there if alarm.active]
    alarm = held.get((*part, None)) or held.get((*part, drill))
    drifted = bool(off(signal.said_at, received_at))
    if alarm is None:
        return [Change(_raised(signal, frame, received_at, id, drifted, drill), "raised")]
    more = replace(
        alarm, active=True, signals=alarm.signals + 1, last_at=max(alarm.last_at, received_at), last_said_at=signal.said_at,
        last_frame=frame, cleared_at=None, test=alarm.test and signal.test, drifted=alarm.drifted or drifted,
        text=alarm.text or signal.text[:64],
    )  # fmt: skip
    return [Change(more, "repeated" if alarm.active else "again")]


def _raised(signal: Signal, frame: UUID, at: datetime, id: UUID, drifted: bool, drill: UUID | None) -> Alarm:
    return Alarm(
        id=id, kind=str(signal.kind), component=signal.component, type=signal.type, active=True, raised_at=at, last_at=at,
        first_said_at=signal.said_at, last_said_at=signal.said_at, signals=1, first_frame=frame, last_frame=frame,
        cleared_at=None, test=signal.test, drifted=drifted, text=signal.text[:64], drill=drill,
    )  # fmt: skip


def _cleared(alarm: Alarm, frame: UUID, at: datetime) -> Change:
    return Change(replace(alarm, active=False, cleared_at=at, last_frame=frame), "cleared")


def ends_by_itself(*, kind: str, active: bool, seen: bool, case: UUID | None) -> bool:
    """An alarm that became no case is over when it has cleared and somebody has seen it. A fire never is."""
    return kind not in FIRE and not active and seen and case is None


def check_judging(*, judged: str, closed: bool) -> None:
    """Raise Refusal unless this alarm still waits for a person's word."""
    if judged == "confirmed":
        raise Refusal("judged", "这条告警已经确认是真的，接着在案件里办。")
    if judged == "drill":
        raise Refusal("judged", "这条告警已经随演练结束。现场真的着火，请马上打 119，并在受理台报一件。")
    if judged == "false" or closed:
        raise Refusal("judged", "这条告警已经了结，不用再判。再响会是新的一条。")
