"""How far people walk: where the households are, along which streets, and from every grid to all of them. Kept while the map stands."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.places import atlas
from liren.places.geometry import Metres
from liren.trust import epochs, sql
from liren.trust.sight import after, need

if TYPE_CHECKING:
    from liren.places.siting.walking import Network

HOMES = """
select area, sum(households) as households, sum(lon * households) / sum(households) as lon, sum(lat * households) / sum(households) as lat
from places_building where area >= %s and area < %s and length(area) = 17 and households > 0 group by area order by area
"""
STREETS = "select shape from places_feature where kind = 'road' and (starts_with(area, %s) or starts_with(%s, area)) order by id"
KEPT = 4  # areas in memory
KEPT_PLACES = 64  # single places whose walks are remembered

Points = NDArray[np.float64]
Distances = NDArray[np.float32]


@dataclass(slots=True)
class Walks:
    """The demand of an area: its micro-grids where their households live (mean of the buildings), and the grids as candidates.

    `distance` is (candidates, homes) in metres; `on_streets` False: straight line × 1.3, because no street is imported.
    """

    homes: tuple[AreaCode, ...]
    points: Points
    households: NDArray[np.float64]
    grids: tuple[AreaCode, ...]
    grid_points: Points
    distance: Distances
    on_streets: bool
    _metres: Metres
    _network: "Network | None"
    _places: "OrderedDict[tuple[float, float], Distances]" = field(default_factory=OrderedDict)

    def of(self, places: list[tuple[float, float]]) -> Distances:
        """(places, homes): from points in degrees (lon, lat), remembered one by one."""
        from liren.places.siting.walking import walk

        new = [place for place in dict.fromkeys(places) if place not in self._places]
        if new:
            found = walk(self._network, self._metres.of(np.array(new)), self._metres.of(self.points))
            self._places.update(zip(new, found, strict=True))
        rows = [self._places[place] for place in places]
        while len(self._places) > max(KEPT_PLACES, len(places)):
            self._places.popitem(last=False)
        return np.array(rows, np.float32).reshape(len(places), len(self.homes))


_kept: "OrderedDict[tuple[str, str, int, int], Walks]" = OrderedDict()


def walks(viewer: Actor, within: str) -> Walks | None:
    """The walks inside an area, None where nobody lives on the map. Needs `places.see` over it."""
    need(viewer, "places.see", within)
    key = (str(connection.settings_dict["NAME"]), within, epochs.current(atlas.EPOCH), epochs.current(atlas.GROUND))
    if key not in _kept:
        found = _read(within)
        if found is None:
            return None
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _read(within: str) -> Walks | None:
    from liren.places.siting.walking import street_network, walk

    rows = sql.rows(HOMES, (within, after(within)))
    if not rows:
        return None
    homes = tuple(AreaCode(row["area"]) for row in rows)
    points = np.array([(row["lon"], row["lat"]) for row in rows])
    weight = np.array([float(row["households"]) for row in rows])
    metres = Metres(float(points[:, 0].mean()))
    lines = shapely.from_wkb([bytes(shape) for shape in sql.values(STREETS, (within, within))])
    network = street_network(metres.of(shapely.get_coordinates(part)) for part in shapely.get_parts(lines))
    grids = tuple(dict.fromkeys(AreaCode(home[: Level.GRID]) for home in homes))
    of = np.array([grids.index(AreaCode(home[: Level.GRID])) for home in homes])
    share = np.bincount(of, weight)
    middles = np.column_stack([np.bincount(of, weight * points[:, axis]) / share for axis in (0, 1)])
    distance = walk(network, metres.of(middles), metres.of(points))
    return Walks(homes, points, weight, grids, middles, distance, network is not None, metres, network)
