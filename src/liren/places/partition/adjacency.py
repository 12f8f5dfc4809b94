"""Who touches whom: each building's own ground, its neighbours, the border they share, and the road between them.

The ground of a building is all that lies nearer to its footprint than to any other, within the outline: a Voronoi
diagram of points along the footprints (morphological tessellation, M. Fleischmann et al. 2020), of the middles alone
where there are very many. All shapes here are in metres (geometry.Metres), never degrees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.places.partition.graph import Bytes, Floats, Ints

ROAD_CLASS: Mapping[str, int] = {"main": 1, "street": 2, "lane": 3}
MOST_POINTS = 160_000  # of the diagram; above it footprints are taken by their middles
STEP_M = 6.0  # between points along a footprint, at the finest
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
    points, owner = _points(given, middle)
    cells, pairs, length = _diagram(points, owner, whole, n)
    area, around = shapely.area(cells), shapely.length(cells)
    shared = np.bincount(pairs.ravel(), np.repeat(length, 2), n)
    rim = np.maximum(0.0, around - shared)
    kept = (length > SHORTEST_M) & ~_far(given, pairs)
    pairs, length = pairs[kept], length[kept]
    xy = np.where(area[:, None] > 0, shapely.get_coordinates(shapely.centroid(cells)) if n else middle, middle)
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


def dissolve(cells: NDArray[np.object_], labels: NDArray[np.integer], k: int) -> list[BaseGeometry]:
    """The outlines of k parts: the grounds of their buildings, joined."""
    order = np.argsort(labels, kind="stable")
    ends = np.searchsorted(labels[order], np.arange(k + 1))
    return [shapely.coverage_union_all(cells[order[a:b]]) for a, b in zip(ends[:-1], ends[1:], strict=True)]


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


def _points(given: NDArray[np.object_], middle: Floats) -> tuple[Floats, Ints]:
    """Points that stand for the footprints, and the building of each."""
    n = len(given)
    around = shapely.length(given)
    area = shapely.get_dimensions(given) == 2
    step = max(STEP_M, float(around[area].sum()) / max(1, MOST_POINTS - n)) if area.any() else STEP_M
    if not area.any() or n > MOST_POINTS // 4:
        return middle, np.arange(n, dtype=np.int32)
    inner = np.where(area, shapely.buffer(given, -0.3), given)
    inner = np.where(shapely.is_empty(inner), given, inner)
    fine = shapely.segmentize(np.where(area, shapely.boundary(inner), inner), step)
    points, owner = shapely.get_coordinates(fine, return_index=True)
    at, first = np.unique(points.round(2), axis=0, return_index=True)
    missing = np.setdiff1d(np.arange(n), owner[first])
    points = np.concatenate([at, middle[missing]])
    return points, np.concatenate([owner[first], missing]).astype(np.int32)


def _diagram(
    points: Floats, owner: Ints, whole: BaseGeometry, n: int
) -> tuple[NDArray[np.object_], NDArray[np.int64], Floats]:
    """Grounds clipped to the outline, pairs of owners in rising order, and the length that they share."""
    from scipy.spatial import Voronoi

    west, south, east, north = whole.bounds
    reach = 3 * max(east - west, north - south, 100.0)
    x, y = (west + east) / 2, (south + north) / 2
    frame = np.array(
        [(x + reach * a, y + reach * b) for a, b in ((-1, -1), (-1, 1), (1, 1), (1, -1), (0, 1.3), (0, -1.3))]
    )
    diagram = Voronoi(np.concatenate([points - (x, y), frame - (x, y)]))
    corner = diagram.vertices + (x, y)
    shapely.prepare(whole)
    inside = shapely.contains_xy(whole, corner[:, 0], corner[:, 1])
    cells = _cells(diagram, corner, owner, whole, inside, n)
    ends = np.array(diagram.ridge_vertices)
    sides = diagram.ridge_points
    real = (sides < len(points)).all(axis=1) & (ends >= 0).all(axis=1)
    sides, ends = owner[sides[real]], ends[real]
    apart = sides[:, 0] != sides[:, 1]
    sides, ends = sides[apart], ends[apart]
    length = np.hypot(*(corner[ends[:, 0]] - corner[ends[:, 1]]).T)
    # a line between two corners inside may still leave an outline that bends inwards: only a convex one is safe
    safe = inside[ends].all(axis=1) if _convex(whole) else np.zeros(len(ends), bool)
    rest = np.flatnonzero(~safe)
    lines = shapely.linestrings(corner[ends[rest]])
    hit = ~shapely.covers(whole, lines)
    length[rest[hit]] = shapely.length(shapely.intersection(lines[hit], whole))
    key = sides.min(axis=1).astype(np.int64) * n + sides.max(axis=1)
    unique, place = np.unique(key, return_inverse=True)
    total = np.bincount(place, length, len(unique))
    pairs = np.column_stack([unique // n, unique % n])
    return cells, pairs[total > 0], total[total > 0]


def _cells(
    diagram: object, corner: Floats, owner: Ints, whole: BaseGeometry, inside: NDArray[np.bool_], n: int
) -> NDArray[np.object_]:
    regions = [diagram.regions[r] for r in diagram.point_region[: len(owner)]]  # type: ignore[attr-defined]
    sizes = np.array([len(r) for r in regions])
    flat = np.concatenate(regions)
    ring = np.repeat(np.arange(len(regions)), sizes)
    cells = shapely.polygons(shapely.linearrings(corner[flat], indices=ring))
    out = np.bincount(ring, ~inside[flat], len(regions)) > 0
    if not _convex(whole):
        out |= ~shapely.covers(whole, cells)
    if len(owner) > n:
        cells[out] = shapely.intersection(cells[out], whole)
        order = np.argsort(owner, kind="stable")
        ends = np.searchsorted(owner[order], np.arange(n + 1))
        joined = [
            shapely.union_all(cells[order[a:b]], grid_size=None) for a, b in zip(ends[:-1], ends[1:], strict=True)
        ]
        return np.array(joined, dtype=object)
    cells[out] = shapely.intersection(cells[out], whole)
    return cells[np.argsort(owner, kind="stable")]


def _convex(shape: BaseGeometry) -> bool:
    return bool(shape.convex_hull.area - shape.area < 1e-6 * shape.area)


def _far(given: NDArray[np.object_], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs whose ground touches only because nothing stands between them."""
    apart = shapely.distance(given[pairs[:, 0]], given[pairs[:, 1]])
    usual = float(np.median(apart)) if len(apart) else 0.0
    return apart > max(GAP_M, GAP_TIMES * usual)
