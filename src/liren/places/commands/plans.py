"""Orders about plans to divide a grid into micro-grids: cut, draft, move by hand, drop, adopt."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A building and the part it is in, 1 to 99."""

    building: UUID
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPlan:
    """One plan as the partitioner made it; `aim` is few, even or whole."""

    plan: UUID
    aim: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One micro-grid drawn in a file; `shape` is the WKB of a valid polygon, WGS-84 degrees. `name` may be ""."""

    row: int
    name: str
    shape: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKeeper:
    """Who shall keep a part; `person` of the people room."""

    plan: UUID
    part: int
    person: UUID


@dataclass(frozen=True, kw_only=True)
class AskCut(Command):
    """Have every grid of an area cut into micro-grids of about `households`; a single grid may be given `parts`.

    The worker takes the grids one by one and drafts up to three plans for each; nothing on the map changes.
    """

    cut: UUID
    area: AreaCode
    households: int
    parts: int | None = None
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class StopCut(Command):
    """Leave the grids that are still waiting uncut. What was drafted stays."""

    cut: UUID


@dataclass(frozen=True, kw_only=True)
class DraftPlans(Command):
    """Put down what the partitioner made of one grid of an order, or why it made nothing (`trouble`, a sentence)."""

    cut: UUID
    area: AreaCode
    plans: tuple[CutPlan, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class StartPlan(Command):
    """Begin a plan by hand from the micro-grids as they are."""

    plan: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class DrawPlan(Command):
    """Take a plan drawn by hand: every row a micro-grid of one grid. Raises BadRows for overlap, gap or ground outside."""

    area: AreaCode
    rows: tuple[DrawnRow, ...]
    datum: str = ""
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class MoveBuildings(Command):
    """Put buildings into another part of a draft, as one step."""

    plan: UUID
    buildings: tuple[UUID, ...]
    part: int


@dataclass(frozen=True, kw_only=True)
class TakeBackMove(Command):
    """Take the last step of a draft back."""

    plan: UUID


@dataclass(frozen=True, kw_only=True)
class DropPlan(Command):
    """Give up a draft, or an adopted plan whose day has not come."""

    plan: UUID


@dataclass(frozen=True, kw_only=True)
class AdoptPlans(Command):
    """Let plans hold from a day on: today at once, a later day as `EnactPlans` when it has come.

    Every plan is of another grid of `area`. Whoever keeps what is the people room's: order its AdoptDivision.
    """

    area: AreaCode
    plans: tuple[UUID, ...]
    on: date
    keepers: tuple[PartKeeper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnactPlans(Command):
    """Bring adopted plans of `area` into force: new outlines and codes from today on, all of them or none."""

    area: AreaCode
    plans: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class UndoPlanImport(Command):
    """Take the import of a drawn plan back: its draft is dropped."""

    record: UUID
