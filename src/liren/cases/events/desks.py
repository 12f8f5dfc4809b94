"""What happened at a desk besides its cases. Words and names stand in the rows, never here."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class HandoverLeft(Event):
    """A shift ended and left word."""

    handover: UUID
    shift: Code


@dataclass(frozen=True, kw_only=True)
class HandoverAcknowledged(Event):
    """Somebody of the next shift has read it."""

    handover: UUID


@dataclass(frozen=True, kw_only=True)
class FilterSaved(Event):
    """A filter was kept under a name; `shared` with a whole area or not."""

    saved: UUID
    shared: bool


@dataclass(frozen=True, kw_only=True)
class FilterRemoved(Event):
    """A saved filter was taken away."""

    saved: UUID


@dataclass(frozen=True, kw_only=True)
class FilterRestored(Event):
    """A removed filter was brought back."""

    saved: UUID


@dataclass(frozen=True, kw_only=True)
class ColumnsChosen(Event):
    """An account chose the columns of its lists."""

    columns: tuple[Code, ...]
