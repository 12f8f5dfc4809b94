"""What the catalogue remembers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class EntryPublished(Event):
    """An entry's next version is in force from a moment on."""

    entry: UUID
    family: Code
    code: Code
    number: int
    effective_from: datetime
