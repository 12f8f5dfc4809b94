"""What happened to units and to what a 党员中心户 links."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class UnitRegistered(Event):
    """A unit exists under its parent."""

    unit: UUID
    parent: UUID | None
    kind: Code
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Event):
    """A unit has another name."""

    unit: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """A unit was given up."""

    unit: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitReopened(Event):
    """A closed unit was taken up again."""

    unit: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """From `on` a unit stands under another parent or in another area."""

    unit: UUID
    parent: UUID | None
    area: AreaCode
    on: date


@dataclass(frozen=True, kw_only=True)
class HouseholdsLinked(Event):
    """A 党员中心户 links so many households now."""

    unit: UUID
    area: AreaCode
    doors: int


@dataclass(frozen=True, kw_only=True)
class UnitsImportUndone(Event):
    """An import of units was taken back."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
