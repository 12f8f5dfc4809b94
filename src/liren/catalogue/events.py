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


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """An area wants an entry changed; `base` is what holds there now."""

    draft: UUID
    family: Code
    code: Code
    base: UUID


@dataclass(frozen=True, kw_only=True)
class DraftRehearsed(Event):
    """A draft is played against the past."""

    draft: UUID
    rehearsal: UUID


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Event):
    """A draft was thrown away."""

    draft: UUID


@dataclass(frozen=True, kw_only=True)
class DraftPublished(Event):
    """A draft became an entry."""

    draft: UUID
    entry: UUID
