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

__all__ = [
    "AreaClosed",
    "AreaRenamed",
    "AreasImported",
    "BuildingsImported",
    "DivisionsImported",
    "GroundImported",
    "MapImportUndone",
    "area_id",
]
