"""What happened in the follow-up. The subject of a call's event is the call, and no event of a draw names its cases:
who reads a case's history, or counts entries, learns nothing of who will be called.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class SeedCommitted(Event):
    """The seed of a day stands; its hash is public."""

    label: ClassVar[str] = "公布回访种子的指纹"
    draw: UUID
    day: date
    digest: Code


@dataclass(frozen=True, kw_only=True)
class CallBacksDrawn(Event):
    """The draw was made. How many were in it is said when the seed is."""

    label: ClassVar[str] = "抽回访名单"
    draw: UUID
    day: date


@dataclass(frozen=True, kw_only=True)
class SeedRevealed(Event):
    """The seed is public, with the numbers: cases that ended, drawn, and not called in time."""

    label: ClassVar[str] = "公布回访种子"
    draw: UUID
    day: date
    seed: Code
    eligible: int
    chosen: int
    expired: int


@dataclass(frozen=True, kw_only=True)
class CallTaken(Event):
    """Somebody got the next call."""

    label: ClassVar[str] = "领下一个回访"
    call: UUID


@dataclass(frozen=True, kw_only=True)
class CallMade(Event):
    """A try was told of, and where the call-back stands now."""

    label: ClassVar[str] = "打了回访电话"
    call: UUID
    no: int
    outcome: Code
    state: Code


@dataclass(frozen=True, kw_only=True)
class PressureTold(Event):
    """The reporter spoke of pressure; the words are sealed."""

    label: ClassVar[str] = "反映人说受到压力"
    call: UUID


@dataclass(frozen=True, kw_only=True)
class PressureSettled(Event):
    """A supervisor looked into it."""

    label: ClassVar[str] = "受到压力的事查过了"
    call: UUID


@dataclass(frozen=True, kw_only=True)
class ExclusionAsked(Event):
    """Somebody asks for a case to be left out of the rates."""

    label: ClassVar[str] = "提出剔除"
    case: UUID
    exclusion: UUID
    reason: Code


@dataclass(frozen=True, kw_only=True)
class ExclusionDecided(Event):
    """Another person agreed, or did not."""

    label: ClassVar[str] = "确认剔除"
    case: UUID
    exclusion: UUID
    confirmed: bool
