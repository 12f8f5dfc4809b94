"""Orders of the catalogue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Command


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
