"""What happened in the exchange with a hotline. Its numbers and words stay in the tables; events name cases and packs."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class LimitGiven(CaseEvent, label="来单写了期限"):
    """The order came with a limit of its own; the earlier of the two is the case's."""

    limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderReceived(Event):
    """A work order of another system became this case."""

    label: ClassVar[str] = "收到转来的工单"
    case: UUID
    system: Code
    received_at: datetime
    mapped: bool
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class OrderDiffers(Event):
    """The same number came again with other content; the case stayed as it was."""

    label: ClassVar[str] = "来单前后不一样"
    case: UUID
    difference: UUID


@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(Event):
    """Somebody looked at it."""

    label: ClassVar[str] = "来单的不同看过了"
    case: UUID
    difference: UUID


@dataclass(frozen=True, kw_only=True)
class OrderReturned(Event):
    """The order was given back to its hotline, with the ground and the item of the duty list it named."""

    label: ClassVar[str] = "退回热线"
    case: UUID
    system: Code
    ground: Code
    item: Code | None


@dataclass(frozen=True, kw_only=True)
class OrdersImportUndone(Event):
    """An import of work orders was taken back."""

    label: ClassVar[str] = "撤销工单导入"
    record: UUID
    area: AreaCode
    removed: int


@dataclass(frozen=True, kw_only=True)
class PackMade(Event):
    """A numbered pack of answers was put together and kept. `digest` is the SHA-256 of its content, in hexadecimal."""

    label: ClassVar[str] = "做好回传包"
    pack: UUID
    system: Code
    no: int
    rows: int
    digest: Code


@dataclass(frozen=True, kw_only=True)
class PackAcknowledged(Event):
    """The hotline sent receipts for rows of a pack."""

    label: ClassVar[str] = "热线回执"
    pack: UUID
    taken: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class OrderResent(Event):
    """The answer goes out again with the next pack."""

    label: ClassVar[str] = "下一包再传"
    case: UUID
