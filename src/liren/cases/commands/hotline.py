"""Orders of the exchange with a hotline: its work orders in, our answers out in numbered packs, its receipts back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class WorkOrder:
    """One work order as the hotline wrote it, its times in UTC.

    `sort` is its class in its own words, `limit_words` its limit as written ("5 个工作日"), `limit_at` the moment that
    comes to. `secret`: the caller asked not to be named. `community` is what it says of the village or community.
    `earlier` is the number of the order that this one repeats. `row` is where it stood in a file, 0 elsewhere.
    """

    case_id: UUID
    note: UUID
    number: str
    received_at: datetime
    sort: str = ""
    title: str = ""
    words: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    community: str = ""
    secret: bool = False
    urgent: bool = False
    limit_words: str = ""
    limit_at: datetime | None = None
    earlier: str = ""
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class ReceiveOrders(Command):
    """Make a case of every order whose number is not known yet. What is known and differs is reported, never changed.

    `strict`: one bad order keeps all of them out (a file); otherwise the bad ones are answered one by one (an API).
    """

    area: AreaCode
    system: Code
    orders: tuple[WorkOrder, ...]
    strict: bool = True
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoOrdersImport(Command):
    """Take an import of work orders back while nobody has worked on any of them."""

    record: UUID


@dataclass(frozen=True, kw_only=True)
class ReturnOrder(Command):
    """Give a work order back to its hotline (退单): not ours, on a ground that can be looked up and the item it asks for."""

    case: UUID
    ground: Code
    item: str = ""
    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class SettleDifference(Command):
    """Say that somebody looked at what a hotline wrote differently the second time."""

    difference: UUID


@dataclass(frozen=True, kw_only=True)
class MakePack(Command):
    """Put everything that changed since the last pack into a new one, numbered and kept with its digest."""

    pack: UUID
    area: AreaCode
    system: Code


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the hotline says of one row: taken, or not taken and why."""

    number: str
    taken: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class AcknowledgePack(Command):
    """Keep the hotline's receipts for the rows of a pack."""

    pack: UUID
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, kw_only=True)
class ResendOrder(Command):
    """Let the answer to an order go out again with the next pack, though nothing has changed: its row was mended."""

    case: UUID
