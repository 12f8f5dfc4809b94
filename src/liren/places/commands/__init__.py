"""Orders to the places room: about the map, and about plans to divide its grids."""

from liren.places.commands.map import (
    AreaRow,
    BuildingRow,
    CloseArea,
    DivisionRow,
    FeatureRow,
    ImportAreas,
    ImportBuildings,
    ImportDivisions,
    ImportGround,
    RenameArea,
    UndoMapImport,
)

__all__ = [
    "AreaRow",
    "BuildingRow",
    "CloseArea",
    "DivisionRow",
    "FeatureRow",
    "ImportAreas",
    "ImportBuildings",
    "ImportDivisions",
    "ImportGround",
    "RenameArea",
    "UndoMapImport",
]
