"""Orders about the parts of one matter: split one off as a child case, take it back, have it done again."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import NORMAL, CaseCommand
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class AddChild(CaseCommand, act="add_child", label="分出子件"):
    """Split a part off as a case of its own at the same place, with its own kind, unit, clocks and timeline.

    `child` is the id of the case that is born, `note` that of its words. With a `unit` the desk sends it there at once;
    a handler's waits at the desk to be sent.
    """

    child: UUID
    kind: Code
    severity: Code = NORMAL
    note: UUID
    words: str
    unit: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TakeBackChild(CaseCommand, act="take_back", label="收回子件"):
    """End a child case that need not be done on its own after all, with the reason."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReopenChild(CaseCommand, act="reopen_child", label="重办子件"):
    """Have a child case done again while its parent is still being handled; once, with the reason."""

    note: UUID
    reason: str
