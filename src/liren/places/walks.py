"""How far people walk inside a town: what the worker works out once, and what a page then answers from.

The demand are the micro-grids where their households live, the candidates the grids. Ways are the imported streets; where
there are none, from building to neighbouring building; where that is no network, the straight line × 1.3. All arrays
travel as one compressed file (NumPy's .npz) in the row of the order.
"""

import io
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from liren.kernel import AreaCode
from liren.kernel.area import Level
from liren.places.geometry import Metres
from liren.trust import sql

if TYPE_CHECKING:
    from liren.places.siting.walking import Network

HOMES = """
select area, sum(households) as households, sum(lon * households) / sum(households) as lon, sum(lat * households) / sum(households) as lat
from places_building where area >= %s and area < %s and length(area) = 17 and households > 0 group by area order by area
"""
STREETS = "select shape from places_feature where kind = 'road' and (starts_with(area, %s) or starts_with(%s, area)) order by id"
DOORS = "select lon, lat from places_building where area >= %s and area < %s order by id"
WAYS: Final = ("streets", "doors", "straight")
KEPT_PLACES: Final = 64  # single places whose walks are remembered

Points = NDArray[np.float64]
Distances = NDArray[np.float32]
Place = tuple[float, float]


@dataclass(slots=True)
class Walks:
    """The demand of an area, the candidates, and `distance` (candidates, homes) in metres; `ways` is one of WAYS."""

    homes: tuple[AreaCode, ...]
    points: Points
    households: NDArray[np.float64]
    grids: tuple[AreaCode, ...]
    grid_points: Points
    distance: Distances
    ways: str
    metres: Metres
    network: "Network | None"
    places: "OrderedDict[Place, Distances]" = field(default_factory=OrderedDict)

    def of(self, places: list[Place]) -> Distances:
        """(places, homes): from points in degrees (lon, lat), remembered one by one."""
        from liren.places.siting.walking import walk

        new = [place for place in dict.fromkeys(places) if place not in self.places]
        if new:
            found = walk(self.network, self.metres.of(np.array(new)), self.metres.of(self.points))
            self.places.update(zip(new, found, strict=True))
        rows = [self.places[place] for place in places]
        while len(self.places) > max(KEPT_PLACES, len(places)):
            self.places.popitem(last=False)
        return np.array(rows, np.float32).reshape(len(places), len(self.homes))

    def beyond(self, places: list[Place], doors: Points, metres: float) -> NDArray[np.bool_]:
        """Which of the doors (n, 2) in degrees walk farther than so many metres to every one of the places.

        A walk is never shorter than the straight line, so only places that near are measured.
        """
        from liren.places.siting.walking import walk

        ends = self.metres.of(doors)
        sites = self.metres.of(np.array(places, np.float64).reshape(-1, 2)) if places else np.empty((0, 2))
        apart = np.hypot(*(sites[:, None, :] - ends[None, :, :]).transpose(2, 0, 1))
        near = sites[(apart <= metres).any(axis=1)]
        found: NDArray[np.bool_] = (
            walk(self.network, near, ends).min(axis=0) > metres if len(near) else np.ones(len(ends), np.bool_)
        )
        return found

    def within(self, area: str) -> "Walks":
        """The same for a part of the area: its homes, its candidates."""
        homes = [n for n, code in enumerate(self.homes) if code.startswith(area)]
        grids = [n for n, code in enumerate(self.grids) if code.startswith(area)]
        return Walks(
            tuple(self.homes[n] for n in homes), self.points[homes], self.households[homes],
            tuple(self.grids[n] for n in grids), self.grid_points[grids], self.distance[np.ix_(grids, homes)], self.ways,
            self.metres, self.network, OrderedDict((place, row[homes]) for place, row in self.places.items()),
        )  # fmt: skip


def read(area: str) -> Walks | None:
    """The area as it stands now, `distance` still empty; None where nobody lives on the map."""
    from liren.places.siting.walking import door_network, street_network

    span = (area, area + ":")
    rows = sql.rows(HOMES, span)
    if not rows:
        return None
    homes = tuple(AreaCode(row["area"]) for row in rows)
    points = np.array([(row["lon"], row["lat"]) for row in rows])
    weight = np.array([float(row["households"]) for row in rows])
    metres = Metres(float(points[:, 0].mean()))
    lines = shapely.from_wkb([bytes(shape) for shape in sql.values(STREETS, (area, area))])
    network = street_network(metres.of(shapely.get_coordinates(part)) for part in shapely.get_parts(lines))
    ways = "streets"
    if network is None:
        network = door_network(metres.of(np.array([(row["lon"], row["lat"]) for row in sql.rows(DOORS, span)])))
        ways = "doors" if network is not None else "straight"
    grids = tuple(dict.fromkeys(AreaCode(home[: Level.GRID]) for home in homes))
    place = {grid: n for n, grid in enumerate(grids)}
    of = np.array([place[AreaCode(home[: Level.GRID])] for home in homes])
    share = np.bincount(of, weight)
    middles = np.column_stack([np.bincount(of, weight * points[:, axis]) / share for axis in (0, 1)])
    empty = np.zeros((0, len(homes)), np.float32)
    return Walks(homes, points, weight, grids, middles, empty, ways, metres, network)


def packed(walks: Walks) -> bytes:
    """Everything in one file; distances to the decimetre."""
    held: dict[str, Any] = {
        "homes": np.array(walks.homes), "points": walks.points, "households": walks.households, "grids": np.array(walks.grids),
        "grid_points": walks.grid_points, "distance": np.round(walks.distance, 1), "ways": np.array(walks.ways),
        "at": np.array(list(walks.places), np.float64).reshape(-1, 2),
        "rows": np.round(np.array(list(walks.places.values()), np.float32).reshape(-1, len(walks.homes)), 1),
    }  # fmt: skip
    if walks.network is not None:
        lengths = walks.network.lengths
        held |= {
            "nodes": walks.network.nodes,
            "data": lengths.data,
            "indices": lengths.indices,
            "indptr": lengths.indptr,
        }
    file = io.BytesIO()
    np.savez_compressed(file, **held)
    return file.getvalue()


def unpacked(content: bytes) -> Walks:
    """What `packed` wrote."""
    from liren.places.siting.walking import rebuilt

    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        f = {name: held[name] for name in held.files}
    network = rebuilt(f["nodes"], f["data"], f["indices"], f["indptr"]) if "nodes" in f else None
    places: OrderedDict[Place, Distances] = OrderedDict(
        ((float(lon), float(lat)), row) for (lon, lat), row in zip(f["at"], f["rows"], strict=True)
    )
    return Walks(
        tuple(AreaCode(str(c)) for c in f["homes"]), f["points"], f["households"], tuple(AreaCode(str(c)) for c in f["grids"]),
        f["grid_points"], f["distance"], str(f["ways"]), Metres(float(f["points"][:, 0].mean())), network, places,
    )  # fmt: skip
