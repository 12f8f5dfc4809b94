"""A case that goes on as a service order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class CaseTurnedIntoOrder(CaseEvent, label="转为点单"):
    """It was answered by a service order, `order`, which a flow places; what came of it is the order's to say."""

    order: UUID
    service: Code
    result: None = None
    closed_at: datetime
    note: UUID
