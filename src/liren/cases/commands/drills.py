"""How a case that was begun for a drill stops being one."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand


@dataclass(frozen=True, kw_only=True)
class EndDrillCase(CaseCommand, act="end_drill", label="随演练结束"):
    """Its drill was ended by whoever organised it: it ends where it stands, and nothing rings on."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class LiftDrill(CaseCommand, act="lift_drill", label="这是真的，不是演练"):
    """Somebody says that it really burns: from now on it is a case like any other, counted and pressed for."""

    note: UUID
    words: str
