"""What may be imported, and what is wrong with what may not: pure functions from a file's bytes to rows or errors.

Each kind of file is read in two steps. `read_*` finds what is wrong inside the file, `check_*` what stands against the
map as it is. Both say everything they find, and a file with one error is not written at all.
"""

from liren.places.rules.areas import Outline, check_areas, read_areas
from liren.places.rules.buildings import check_buildings, read_buildings
from liren.places.rules.datum import apart_from, beyond, of_areas, of_buildings, suspicion
from liren.places.rules.divisions import check_divisions, read_divisions
from liren.places.rules.drawn_plans import order_plan
from liren.places.rules.ground import check_ground, feature_id, read_ground
from liren.places.rules.names import long_name, path, short_name
from liren.places.rules.orders import covering, order_areas, order_buildings, order_divisions, order_ground
from liren.places.rules.versions import Current, Plan, Wanted, plan

__all__ = [
    "Current",
    "Outline",
    "Plan",
    "Wanted",
    "apart_from",
    "beyond",
    "check_areas",
    "check_buildings",
    "check_divisions",
    "check_ground",
    "covering",
    "feature_id",
    "long_name",
    "of_areas",
    "of_buildings",
    "order_areas",
    "order_buildings",
    "order_divisions",
    "order_ground",
    "order_plan",
    "path",
    "plan",
    "read_areas",
    "read_buildings",
    "read_divisions",
    "read_ground",
    "short_name",
    "suspicion",
]
