"""What happened to units."""

from dataclasses import dataclass
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
