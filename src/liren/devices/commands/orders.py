"""Orders down to a device: given, called off, noted as word of them comes in; 查岗 that nobody answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Code, Command

ASKED = Code("asked")


@dataclass(frozen=True, kw_only=True)
class OrderDown(Command):
    """Order something of a device (`rules.orders.ORDERS`); the gateway that holds its line sends it.

    `minutes` in which 查岗 is to be answered, None for the rest. `why` and `slot` are the house's own: its reason, and the
    turn of a schedule, which is asked once.
    """

    order: UUID
    device: UUID
    what: Code
    minutes: int | None = None
    why: Code = ASKED
    slot: str = ""


@dataclass(frozen=True, kw_only=True)
class CallOffDown(Command):
    """Call an order off that no gateway has taken yet."""

    order: UUID


@dataclass(frozen=True, kw_only=True)
class NoteDown(Command):
    """One word of an order: what a gateway wrote down (`exchange`), else that nobody carries it any more or its time is over."""

    order: UUID
    how: Code
    at: datetime
    exchange: int | None = None


@dataclass(frozen=True, kw_only=True)
class EndPostCheck(Command):
    """The time to answer a 查岗 is over and nobody did."""

    order: UUID
