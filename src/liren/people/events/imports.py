"""Lists that were taken back."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Event


@dataclass(frozen=True, kw_only=True)
class PersonsImportUndone(Event):
    """An import of persons was taken back: `removed` were new with it, `restored` have their entries of before."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int


@dataclass(frozen=True, kw_only=True)
class DutiesImportUndone(Event):
    """An import of duties was taken back; each of them has its own DutyCancelled."""

    record: UUID
    area: AreaCode
    removed: int
