"""Tables of the places room: the map with its history, plans to divide its grids, walking distances."""

from liren.places.models.map import Area, AreaVersion, Building, Feature, Stay
from liren.places.models.plans import Cut, CutGrid, GridPlan, PlanMove, PlanPart, PlanSeat
from liren.places.models.walks import Walks

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
    "Walks",
]
