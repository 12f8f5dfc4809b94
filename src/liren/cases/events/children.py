"""What happened to the parts of one matter. The parent counts its children; each child's own story is its own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class ChildAdded(CaseEvent, label="分出子件"):
    """A part was split off as a case of its own (`child`)."""

    child: UUID
    children: int
    open_children: int


@dataclass(frozen=True, kw_only=True)
class ChildEnded(CaseEvent, label="子件结束"):
    """A child came to its end; `how` is the state it ended in. One that was taken back is counted no more."""

    child: UUID
    how: Code
    children: int
    open_children: int


@dataclass(frozen=True, kw_only=True)
class ChildReopened(CaseEvent, label="子件重办"):
    """A child is being done again."""

    child: UUID
    children: int
    open_children: int


@dataclass(frozen=True, kw_only=True)
class ChildTakenBack(CaseEvent, label="收回"):
    """The desk took this child case back."""

    closed_at: datetime
    note: UUID
