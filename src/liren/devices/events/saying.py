"""Devices that fell silent, came back, or whose clock is wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Event


@dataclass(frozen=True, kw_only=True)
class DeviceWentSilent(Event):
    """Three of its intervals passed without a word, and its gateway was there to hear it."""

    device: UUID
    area: AreaCode
    heard_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeviceCameBack(Event):
    """It is heard again, after `silent_s` seconds."""

    device: UUID
    area: AreaCode
    silent_s: int


@dataclass(frozen=True, kw_only=True)
class ClockDrifted(Event):
    """The device's own time is off by `seconds` (positive: it is ahead). Its clock should be set."""

    device: UUID
    frame: UUID
    seconds: int
