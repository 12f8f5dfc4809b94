"""What happened to plans. Only `MicroGridsAdopted` changes the map."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class CutAsked(Event):
    """Somebody wants `grids` grids of an area cut."""

    cut: UUID
    area: AreaCode
    grids: int
    households: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class CutStopped(Event):
    """The grids still waiting (`left`) stay uncut."""

    cut: UUID
    left: int


@dataclass(frozen=True, kw_only=True)
class PlansDrafted(Event):
    """One grid of an order was cut; none of `plans` means it could not be."""

    cut: UUID
    area: AreaCode
    plans: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PlanStarted(Event):
    """A plan was begun by hand or drawn in a file (`source`)."""

    plan: UUID
    area: AreaCode
    source: Code
    parts: int


@dataclass(frozen=True, kw_only=True)
class BuildingsMoved(Event):
    """Buildings were put into another part of a draft."""

    plan: UUID
    step: int
    buildings: tuple[UUID, ...]
    part: int


@dataclass(frozen=True, kw_only=True)
class MoveTakenBack(Event):
    """The last step of a draft was taken back."""

    plan: UUID
    step: int


@dataclass(frozen=True, kw_only=True)
class PlanDropped(Event):
    """A plan was given up."""

    plan: UUID


@dataclass(frozen=True, kw_only=True)
class PlanAdopted(Event):
    """A plan shall hold from a day on."""

    plan: UUID
    area: AreaCode
    on: date


@dataclass(frozen=True, kw_only=True)
class MicroGridsAdopted(Event):
    """A grid is divided anew from this day on: `new` codes begin, `gone` ones are closed, `map` is the new epoch.

    `households` is how many changed their micro-grid.
    """

    plan: UUID
    area: AreaCode
    new: tuple[AreaCode, ...]
    gone: tuple[AreaCode, ...]
    buildings: int
    households: int
    map: int


@dataclass(frozen=True, kw_only=True)
class PlanImportUndone(Event):
    """The import of a drawn plan was taken back."""

    record: UUID
    plan: UUID
