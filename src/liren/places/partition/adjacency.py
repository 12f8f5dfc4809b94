"""Who touches whom: each building's own ground, its neighbours, the border they share, and the road between them.

The ground of a building is all that lies nearer to its footprint than to any other, within the outline: a Voronoi
diagram (ground.py). All shapes here are in metres (geometry.Metres), never degrees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.places.partition.graph import Bytes, Floats, Ints
from liren.places.partition.ground import sample, tessellate

ROAD_CLASS: Mapping[str, int] = {"main": 1, "street": 2, "lane": 3}
SHORTEST_M = 1.0  # of a border that makes neighbours
GAP_M, GAP_TIMES = 500.0, 12.0  # an island lies farther off than both: metres, and times the usual distance


@dataclass(frozen=True, slots=True)
class Adjacency:
    """The arrays that `partition` takes. `cells` are the grounds, which tile the outline.

    `xy` (n, 2) middle of each ground, `area` (n) m², `rim` (n) metres of border on the outline, `edges` (m, 2),
    `edge_len` (m) metres, `edge_road` (m) class 0 to 3.
    """

    xy: Floats
    area: Floats
    rim: Floats
    edges: Ints
    edge_len: Floats
    edge_road: Bytes
    cells: NDArray[np.object_]


def neighbours(
    shapes: Sequence[BaseGeometry],
    outline: BaseGeometry | None = None,
    roads: Mapping[int, Sequence[BaseGeometry]] | None = None,
) -> Adjacency:
    """The adjacency of n different footprints or points.

    `outline` is what the grounds fill, by default the hull of all with half the usual distance around; `roads` are
    lines by class (1 main, 2 street, 3 lane): the lowest class that crosses the line between two middles divides them.
    Buildings farther apart than any road is wide (GAP_M) are no neighbours, so that an island shows as one.
    """
    given = np.asarray(shapes, dtype=object)
    n = len(given)
    middle = shapely.get_coordinates(shapely.centroid(given))
    if n == 1:
        return _alone(given, outline)
    whole = _around(middle, given) if outline is None else outline
    cells, pairs, length = tessellate(*sample(given, middle), whole, n)
    area, around = shapely.area(cells), shapely.length(cells)
    shared = np.bincount(pairs.ravel(), np.repeat(length, 2), n)
    rim = np.maximum(0.0, around - shared)
    kept = (length > SHORTEST_M) & ~_far(given, pairs)
    pairs, length = pairs[kept], length[kept]
    xy = middle.copy()
    there = area > 0  # a building outside the outline has no ground
    xy[there] = shapely.get_coordinates(shapely.centroid(cells[there]))
    return Adjacency(xy, area, rim, pairs.astype(np.int32), length, between(middle, pairs, roads), cells)


def between(middle: Floats, pairs: NDArray[np.integer], roads: Mapping[int, Sequence[BaseGeometry]] | None) -> Bytes:
    """The class of road that the straight line between two middles crosses, the lowest where there are several, else 0."""
    found = np.zeros(len(pairs), np.uint8)
    if not roads or not len(pairs):
        return found
    lines = shapely.linestrings(middle[pairs])
    for rank in sorted(roads, reverse=True):
        pieces = shapely.get_parts(np.asarray(roads[rank], dtype=object))
        if len(pieces):
            crossed, _ = shapely.STRtree(pieces).query(lines, predicate="intersects")
            found[crossed] = rank
    return found


def touching(cells: NDArray[np.object_]) -> tuple[NDArray[np.int64], Floats]:
    """Pairs (m, 2) of grounds that share a border and its length, where neighbours share every vertex (a coverage)."""
    rings, cell = shapely.get_rings(cells, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    along = np.flatnonzero(ring[:-1] == ring[1:])
    one, other = corners[along], corners[along + 1]
    swap = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    one[swap], other[swap] = other[swap], one[swap]
    key = np.column_stack([one, other])
    order = np.lexsort(key.T)
    same = np.flatnonzero((key[order][1:] == key[order][:-1]).all(axis=1))
    owner = cell[ring[along]]
    sides = np.sort(np.column_stack([owner[order[same]], owner[order[same + 1]]]), axis=1)
    length = np.hypot(*(one - other)[order[same]].T)
    pairs, place = np.unique(sides, axis=0, return_inverse=True)
    return pairs, np.bincount(place.reshape(-1), length, len(pairs)).astype(np.float64)


def dissolve(cells: NDArray[np.object_], labels: NDArray[np.integer], k: int) -> list[BaseGeometry]:
    """The outlines of k parts: the grounds of their buildings, joined."""
    order = np.argsort(labels, kind="stable")
    ends = np.searchsorted(labels[order], np.arange(k + 1))
    return [shapely.coverage_union_all(cells[order[a:b]]) for a, b in pairwise(ends)]


def _alone(given: NDArray[np.object_], outline: BaseGeometry | None) -> Adjacency:
    cell = outline if outline is not None else shapely.buffer(given[0], 10.0)
    none = np.empty((0, 2), np.int32)
    return Adjacency(
        shapely.get_coordinates(shapely.centroid(cell)), np.array([cell.area]), np.array([cell.length]), none,
        np.empty(0), np.empty(0, np.uint8), np.array([cell], dtype=object),
    )  # fmt: skip


def _around(middle: Floats, given: NDArray[np.object_]) -> BaseGeometry:
    hull = shapely.convex_hull(shapely.union_all([shapely.convex_hull(shapely.geometrycollections(list(given)))]))
    usual = np.sqrt(max(hull.area, 1.0) / len(middle))
    return shapely.buffer(hull, max(usual / 2, 5.0), quad_segs=4)


def _far(given: NDArray[np.object_], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs whose ground touches only because nothing stands between them."""
    apart = shapely.distance(given[pairs[:, 0]], given[pairs[:, 1]])
    usual = float(np.median(apart)) if len(apart) else 0.0
    far: NDArray[np.bool_] = apart > max(GAP_M, GAP_TIMES * usual)
    return far
