"""Tables of the places room: the map with its history, and plans to divide its grids."""

from liren.places.models.map import Area, AreaVersion, Building, Feature, Stay
from liren.places.models.plans import Cut, CutGrid, GridPlan, PlanMove, PlanPart, PlanSeat

__all__ = [
    "Area",
    "AreaVersion",
    "Building",
    "Cut",
    "CutGrid",
    "Feature",
    "GridPlan",
    "PlanMove",
    "PlanPart",
    "PlanSeat",
    "Stay",
]
