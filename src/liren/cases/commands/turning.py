"""The order that hands a request for help to the neighbours: it goes on as a service order (点单)."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class TurnIntoOrder(CaseCommand, act="to_order", label="转为点单"):
    """Answer the case by a service order: `order` is placed, of `service`, in the reporter's own words.

    `words` are told to the reporter. The case ends as replied; how the help went is asked, and confirmed, in the order.
    """

    order: UUID
    service: Code
    note: UUID
    words: str
