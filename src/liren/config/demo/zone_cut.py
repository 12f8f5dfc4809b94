"""The zone's micro-grids, cut by the product itself: its buildings, its blocks and streets in, 1,312 parts of 260 grids out.

A building's ground is the nearest part of its own block, so a border between two blocks lies on the street between them and
one inside a block between two houses. Metres around the zone's centre.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.config.demo import town, town_land
from liren.config.demo.town import Building
from liren.kernel import AreaCode
from liren.places.geometry import Metres
from liren.places.partition import dissolve, neighbours, partition_many, touching

STREET = 3  # the class of the roads between the blocks of a grid
SHORTEST_M = 1.0  # of a border that makes neighbours
STEPS = 80_000  # of the search in each grid: a third of the usual, and the zone stands sooner


@dataclass(frozen=True, slots=True)
class Cut:
    """`shapes` of the micro-grids, tiling the zone, the `grid` of each, and the micro-grid of each building."""

    shapes: list[BaseGeometry]
    grid: list[int]
    of: list[int]


def cut(
    blocks: Sequence[BaseGeometry], grid: Sequence[int], block: Sequence[int], spots: NDArray[np.float64],
    households: Sequence[int], total: int, seed: int,
) -> Cut:  # fmt: skip
    """`total` micro-grids. `grid` is the grid of each block, `block` the block of each building, `spots` (n, 2) metres."""
    where = np.asarray(block)
    cells = _grounds(blocks, where, spots)
    home = np.asarray(grid)[where]
    shapes: list[BaseGeometry] = []
    grids: list[int] = []
    of = np.zeros(len(where), np.int64)
    pairs, length = touching(cells)
    kept = (length > SHORTEST_M) & (home[pairs[:, 0]] == home[pairs[:, 1]])
    pairs, length = pairs[kept], length[kept]
    road = np.where(where[pairs[:, 0]] != where[pairs[:, 1]], STREET, 0)
    xy = shapely.get_coordinates(shapely.centroid(cells))
    made = partition_many(
        home, xy, households, shapely.area(cells), pairs, length, road, total=total, seed=seed, steps=STEPS
    )
    for key, result in zip(made.grids, made.results, strict=True):
        rows = np.flatnonzero(home == key)
        parts = dissolve(cells[rows], result.labels, len(result.pop))
        order = sorted(range(len(parts)), key=lambda p, parts=parts: town.north_west(parts[p]))  # type: ignore[misc]
        place = {p: len(shapes) + n for n, p in enumerate(order)}
        of[rows] = [place[p] for p in result.labels.tolist()]
        shapes += [parts[p] for p in order]
        grids += [int(key)] * len(order)
    return Cut(shapes, grids, of.tolist())


def _grounds(
    blocks: Sequence[BaseGeometry], where: NDArray[np.int64], spots: NDArray[np.float64]
) -> NDArray[np.object_]:
    """The ground of each building, all sharing every vertex with their neighbours."""
    loose = np.empty(len(where), dtype=object)
    for n, shape in enumerate(blocks):
        rows = np.flatnonzero(where == n)
        loose[rows] = neighbours(list(shapely.points(spots[rows])), shape).cells
    return np.array(town_land.tile(list(loose)), dtype=object)


def in_metres(buildings: Sequence[Building], centre: tuple[float, float]) -> NDArray[np.float64]:
    """Where buildings stand, (n, 2) metres around `centre`."""
    metres = Metres(centre[0])
    return metres.of(np.array([(b.lon, b.lat) for b in buildings])) - metres.of(np.array([centre]))


def housed(buildings: Sequence[Building], of: Sequence[int], codes: Sequence[AreaCode]) -> tuple[Building, ...]:
    """The same buildings in their micro-grids, numbered within their grids; in the order of the codes."""
    placed = sorted(
        (replace(b, micro_grid=codes[i]) for b, i in zip(buildings, of, strict=True)),
        key=lambda b: (b.micro_grid, b.id),
    )
    seen: dict[str, int] = {}
    found = []
    for b in placed:
        grid = b.micro_grid[:15]
        seen[grid] = seen.get(grid, 0) + 1
        found.append(replace(b, id=f"{grid}-{seen[grid]:04d}"))
    return tuple(found)
