"""A case that a device began by mistake."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class FalseAlarmEnded(CaseEvent, label="误报，销案"):
    """Somebody judged the alarm behind it to be false, for a reason of the closed list."""

    cause: Code
    closed_at: datetime
    note: UUID
