"""Orders down to devices and what came of them; 查岗 answered or not. Nobody who pressed a button is in here."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class DownOrdered(Event):
    """A device is to be asked or told something; `serial` is the number of the order on the wire."""

    order: UUID
    device: UUID
    what: Code
    why: Code
    minutes: int | None
    serial: int


@dataclass(frozen=True, kw_only=True)
class DownEnded(Event):
    """An order is over: answered, refused, silent or expired, after so many tries."""

    order: UUID
    device: UUID
    what: Code
    state: Code
    tries: int


@dataclass(frozen=True, kw_only=True)
class DownCalledOff(Event):
    """An order was taken back before it was sent."""

    order: UUID
    device: UUID


@dataclass(frozen=True, kw_only=True)
class PostCheckAnswered(Event):
    """Somebody at the post answered, `seconds` after the device had the question."""

    order: UUID
    device: UUID
    seconds: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class PostCheckUnanswered(Event):
    """The minutes passed and nobody at the post answered. `unit` is called about the device."""

    order: UUID
    device: UUID
    area: AreaCode
    unit: UUID | None
    minutes: int
