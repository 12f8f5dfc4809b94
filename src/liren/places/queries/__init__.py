"""What other rooms and pages may ask the places room. Names, outlines and addresses are public; the tree of an office
and the household counts need the right `places.see`."""

from liren.places.queries.areas import AreaCard, VersionCard, area_card, area_history, children, tree
from liren.places.queries.buildings import (
    BuildingCard,
    PlaceFound,
    building,
    building_ids,
    buildings_of,
    buildings_outside,
    search_places,
)
from liren.places.queries.doors import Door, Doors, area_on, doors, doors_of, outside
from liren.places.queries.drawn import TileCut, tile, tile_epochs
from liren.places.queries.names import areas_named, below, communities, name_of, name_path, names
from liren.places.queries.where import (
    Located,
    bounds,
    bounds_of,
    county,
    locate,
    middles,
    outside_county,
    point_trouble,
    sides,
    version_of,
)

__all__ = [
    "AreaCard",
    "BuildingCard",
    "Door",
    "Doors",
    "Located",
    "PlaceFound",
    "TileCut",
    "VersionCard",
    "area_card",
    "area_history",
    "area_on",
    "areas_named",
    "below",
    "bounds",
    "bounds_of",
    "building",
    "building_ids",
    "buildings_of",
    "buildings_outside",
    "children",
    "communities",
    "county",
    "doors",
    "doors_of",
    "locate",
    "middles",
    "name_of",
    "name_path",
    "names",
    "outside",
    "outside_county",
    "point_trouble",
    "search_places",
    "sides",
    "tile",
    "tile_epochs",
    "tree",
    "version_of",
]
