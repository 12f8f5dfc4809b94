"""Orders about units, their tree, and the households that a 党员中心户 links."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class RegisterUnit(Command):
    """Enter a unit under its parent (None: a root). `area` is the area that answers for its entry.

    `since`: from which day it is there, None as long as the register goes back.
    """

    unit: UUID
    parent: UUID | None
    kind: str
    name: str
    area: AreaCode
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class RenameUnit(Command):
    """Give a unit another name, from a day on that is not to come (None: today)."""

    unit: UUID
    name: str
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MoveUnit(Command):
    """Put a unit under another parent (None: none), in another area, or both, from a day on."""

    unit: UUID
    parent: UUID | None
    area: AreaCode
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CloseUnit(Command):
    """Give a unit up from a day on: nobody works for it and no open unit stands below it. Its history stays."""

    unit: UUID
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReopenUnit(Command):
    """Take a closed unit up again."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class LinkHouseholds(Command):
    """Say which households a 党员中心户 links, as doors (number of the building, door): all of them at once."""

    unit: UUID
    doors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One line of an imported list of units, already read by `rules.unit_rows`.

    Without `parent_name` the parent is the party unit of the tier above that covers the area.
    """

    row: int
    unit: UUID
    name: str
    kind: str
    area: AreaCode
    parent_name: str = ""
    since: date | None = None
    doors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportUnits(Command):
    """Register many units at once or move known ones, all of them or none. `area` covers every row.

    A unit is known by its name and its area.
    """

    area: AreaCode
    rows: tuple[UnitRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoUnitsImport(Command):
    """Take one import of units back, whole, while nobody belongs to them and nothing stands below them."""

    record: UUID
