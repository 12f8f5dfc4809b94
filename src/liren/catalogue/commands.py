"""Orders of the catalogue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class PublishEntry(Command):
    """Publish a new, from then on immutable version of an entry. `area` "" is what ships with Liren."""

    entry: UUID
    family: str
    code: str
    area: str
    spec: dict[str, Any]
    effective_from: datetime
    legal_basis: str
    verified_by: str


@dataclass(frozen=True, kw_only=True)
class SaveDraft(Command):
    """Write down how an area wants an entry to be; only its editable keys may differ from what holds there now."""

    draft: UUID
    family: str
    code: str
    area: AreaCode
    spec: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DiscardDraft(Command):
    """Throw a draft away; nothing in force changes."""

    draft: UUID


@dataclass(frozen=True, kw_only=True)
class PublishDraft(Command):
    """Let a draft hold in its area from a moment on. Where its family asks, by another person than who wrote it.

    `rehearsal` is the dry run that was shown beside the button, for families that want one.
    """

    draft: UUID
    entry: UUID
    effective_from: datetime
    rehearsal: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ImportEntry(Command):
    """Publish an entry that was read from an area's own file, whole; with a `source` it is on record and can be undone."""

    entry: UUID
    family: str
    code: str
    area: AreaCode
    spec: dict[str, Any]
    counts: dict[str, int]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoEntryImport(Command):
    """Publish again what held before an import, while nothing newer was published since."""

    record: UUID


@dataclass(frozen=True, kw_only=True)
class RehearseDraft(Command):
    """Play the last 90 days under the draft as it stands and under what holds now."""

    rehearsal: UUID
    draft: UUID


@dataclass(frozen=True, kw_only=True)
class PlayOn(Command):
    """Play the next part of a rehearsal; only the worker orders this."""

    rehearsal: UUID
