"""Orders to the places room. Coordinates in commands are WGS-84 degrees; files in other datums are converted at the door."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionRow:
    """One row of the national division tree; `row` is kept so that later checks can still name it."""

    row: int
    code: AreaCode
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One outlined area; `shape` is the WKB of a valid polygon or multipolygon."""

    row: int
    code: AreaCode
    name: str
    shape: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingRow:
    """One building. `floors` and `footprint` (WKB of a polygon) are None when unknown; `unit` is what the file calls a row."""

    row: int
    code: str
    name: str
    address: str
    lon: float
    lat: float
    households: int
    floors: int | None = None
    footprint: bytes | None = None
    unit: str = "行"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRow:
    """One road, water or green of the background; `rank` is main, street or lane for roads, "" for the rest.

    `shape` is the WKB of lines (road, water) or polygons (water, green).
    """

    row: int
    kind: str
    rank: str
    name: str
    shape: bytes


@dataclass(frozen=True, kw_only=True)
class ImportDivisions(Command):
    """Add or rename divisions, all of them or none. Every row is `area`, inside it, or one of its ancestors.

    An import with a `source` is put on record and can be undone.
    """

    area: AreaCode
    rows: tuple[DivisionRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class ImportAreas(Command):
    """Add or redraw outlined areas, all of them or none. Every row is `area` or inside it.

    `datum` is what the file declared; "" leaves the import free to stop and ask when another datum fits clearly better.
    """

    area: AreaCode
    rows: tuple[AreaRow, ...]
    datum: str = ""
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class ImportBuildings(Command):
    """Add or correct buildings, all of them or none; each is put into the micro-grid it stands in.

    `datum` as in ImportAreas. A building outside every grid is kept without one; one outside `area` is refused.
    """

    area: AreaCode
    rows: tuple[BuildingRow, ...]
    datum: str = ""
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class ImportGround(Command):
    """Draw the roads, waters and greens of `area` anew, all of them or none.

    Each kind that the file holds replaces what was imported of that kind for `area` or inside it; other kinds stay.
    `datum` as in ImportAreas.
    """

    area: AreaCode
    rows: tuple[FeatureRow, ...]
    datum: str = ""
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class RenameArea(Command):
    """Give an area another name from today on; the old version keeps the old one."""

    area: AreaCode
    name: str


@dataclass(frozen=True, kw_only=True)
class CloseArea(Command):
    """Give an area up from today on. It must have nothing open inside; its code is never used again."""

    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UndoMapImport(Command):
    """Take one import of divisions, areas, buildings or ground back, whole, while nothing was built upon it.

    What it changed gets its old name and outline as of today; what it added goes: areas of today without a trace on
    the map, older ones are closed from today on. Dated versions of days gone by stay as they were.
    """

    record: UUID
