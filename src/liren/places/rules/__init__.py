"""What may be imported, and what is wrong with what may not: pure functions from a file's bytes to rows or errors.

Each kind of file is read in two steps. `read_*` finds what is wrong inside the file, `check_*` what stands against the
map as it is. Both say everything they find, and a file with one error is not written at all.
"""

from liren.places.rules.areas import AreaRow, check_areas, read_areas
from liren.places.rules.buildings import BuildingRow, check_buildings, read_buildings
from liren.places.rules.datum import apart_from, beyond, suspicion
from liren.places.rules.divisions import DivisionRow, check_divisions, read_divisions

__all__ = [
    "AreaRow",
    "BuildingRow",
    "DivisionRow",
    "apart_from",
    "beyond",
    "check_areas",
    "check_buildings",
    "check_divisions",
    "read_areas",
    "read_buildings",
    "read_divisions",
    "suspicion",
]
