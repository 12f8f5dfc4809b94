"""What people say to an alarm, and its end."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, kw_only=True)
class AcknowledgeAlarm(Command):
    """Somebody has seen it. Nothing is decided by that."""

    alarm: UUID


@dataclass(frozen=True, kw_only=True)
class ConfirmAlarm(Command):
    """It is real (真警): a person says so, for it and all that belong to its group. Its case goes on from here."""

    alarm: UUID


@dataclass(frozen=True, kw_only=True)
class JudgeFalse(Command):
    """Neither it nor the rest of its group was real: why, out of `kinds.CAUSES`, and what was seen.

    Their case ends as a false alarm, the device gets its task.
    """

    alarm: UUID
    cause: Code
    words: str


@dataclass(frozen=True, kw_only=True)
class CloseAlarms(Command):
    """The case of these alarms has ended with its proof: they are over."""

    case: UUID
