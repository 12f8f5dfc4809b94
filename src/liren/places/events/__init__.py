"""What happened to the map, and to plans to divide its grids."""

from liren.places.events.map import (
    AreaClosed,
    AreaRenamed,
    AreasImported,
    BuildingsImported,
    DivisionsImported,
    GroundImported,
    MapImportUndone,
    area_id,
)
from liren.places.events.plans import (
    BuildingsMoved,
    CutAsked,
    CutStopped,
    MicroGridsAdopted,
    MoveTakenBack,
    PlanAdopted,
    PlanDropped,
    PlanImportUndone,
    PlansDrafted,
    PlanStarted,
)
from liren.places.events.walks import WalksAsked, WalksKept, WalksStopped

__all__ = [
    "AreaClosed",
    "AreaRenamed",
    "AreasImported",
    "BuildingsImported",
    "BuildingsMoved",
    "CutAsked",
    "CutStopped",
    "DivisionsImported",
    "GroundImported",
    "MapImportUndone",
    "MicroGridsAdopted",
    "MoveTakenBack",
    "PlanAdopted",
    "PlanDropped",
    "PlanImportUndone",
    "PlanStarted",
    "PlansDrafted",
    "WalksAsked",
    "WalksKept",
    "WalksStopped",
    "area_id",
]
