"""How a case that was begun for a drill stopped being one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class DrillCaseEnded(CaseEvent, label="演练结束"):
    """It ended with its drill, wherever it stood."""

    closed_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class DrillLifted(CaseEvent, label="不是演练，是真的"):
    """A person said that it is real. `drill` is what it belongs to from now on: nothing; `was` is the drill it was begun for."""

    was: UUID
    note: UUID
    drill: UUID | None = None
