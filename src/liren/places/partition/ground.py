"""The ground nearest to each footprint: a Voronoi diagram of points along the footprints, joined by building.

Morphological tessellation (M. Fleischmann et al. 2020). Drawn from the Delaunay triangles: the line between two
buildings runs through the centres of the circles around the triangles that it crosses, so that neighbours share every
vertex and the grounds tile the outline exactly.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from liren.places.partition.graph import Floats, Ints

MOST_POINTS = 80_000  # of the diagram; towards it points stand farther apart, beyond a quarter only the middles count
STEP_M = 5.0  # between points along a footprint, at the finest
DIGITS = 3  # of a metre, in which vertices are kept
LEAST_AREA = 1e-9  # of the outline, that may be missing


def sample(given: NDArray[np.object_], middle: Floats) -> tuple[Floats, Ints]:
    """Points (p, 2) that stand for n footprints or points, and the building of each; every building has one."""
    n = len(given)
    flat = shapely.get_dimensions(given) == 2
    if not flat.any() or n > MOST_POINTS // 4:
        return middle, np.arange(n, dtype=np.int32)
    step = max(STEP_M, float(shapely.length(given[flat]).sum()) / (MOST_POINTS - n))
    inner = np.where(flat, shapely.buffer(given, -0.3, quad_segs=1), given)
    inner = np.where(shapely.is_empty(inner), given, inner)
    lines = np.where(shapely.get_dimensions(inner) == 2, shapely.boundary(inner), inner)
    points, owner = shapely.get_coordinates(shapely.segmentize(lines, step), return_index=True)
    unique, first = np.unique(points.round(2), axis=0, return_index=True)
    missing = np.setdiff1d(np.arange(n), owner[first])
    return np.concatenate([unique, middle[missing]]), np.concatenate([owner[first], missing]).astype(np.int32)


def tessellate(
    points: Floats, owner: Ints, whole: BaseGeometry, n: int
) -> tuple[NDArray[np.object_], NDArray[np.int64], Floats]:
    """The ground of each of n buildings within `whole`, pairs that share a border (lower first), and its length."""
    ends, sides = _lines(points, owner, whole)
    lines = shapely.linestrings(ends)
    shapely.prepare(whole)
    out = ~shapely.covers(whole, lines)
    lines[out] = shapely.intersection(lines[out], whole)
    kept = shapely.length(lines) > 0
    lines, sides = lines[kept], sides[kept]
    key = sides.min(axis=1).astype(np.int64) * n + sides.max(axis=1)
    unique, place = np.unique(key, return_inverse=True)
    length = np.bincount(place, shapely.length(lines), len(unique)).astype(np.float64)
    pairs = np.column_stack([unique // n, unique % n])
    return _faces(lines, points, owner, whole, n), pairs, length


def _lines(points: Floats, owner: Ints, whole: BaseGeometry) -> tuple[Floats, Ints]:
    """Straight pieces (l, 2, 2) between the ground of two different buildings, and these two."""
    from scipy.spatial import Delaunay

    west, south, east, north = whole.bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    reach = 3 * max(east - west, north - south, 100.0)
    frame = reach * np.array([(-1, -1), (-1, 1), (1, 1), (1, -1), (0, 1.3), (0, -1.3), (1.3, 0), (-1.3, 0)])
    spots = np.concatenate([points - middle, frame])
    who = np.concatenate([owner, np.full(len(frame), -1, np.int32)])
    mesh = Delaunay(spots)
    centre = (_circumcentres(spots[mesh.simplices]) + middle).round(DIGITS)
    triangle, corner = np.nonzero(mesh.neighbors > np.arange(len(mesh.neighbors))[:, None])
    other = mesh.neighbors[triangle, corner]
    sides = who[np.column_stack([mesh.simplices[triangle, (corner + c) % 3] for c in (1, 2)])]
    apart = (sides[:, 0] != sides[:, 1]) & (sides >= 0).all(axis=1)
    ends = np.stack([centre[triangle[apart]], centre[other[apart]]], axis=1)
    real = (ends[:, 0] != ends[:, 1]).any(axis=1)
    return ends[real], sides[apart][real]


def _circumcentres(corners: Floats) -> Floats:
    """The centres (t, 2) of the circles through the corners (t, 3, 2) of triangles."""
    a = corners[:, 0]
    b, c = corners[:, 1] - a, corners[:, 2] - a
    twice = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    twice = np.where(np.abs(twice) < 1e-12, 1e-12, twice)
    bb, cc = (b**2).sum(axis=1), (c**2).sum(axis=1)
    x, y = (c[:, 1] * bb - b[:, 1] * cc) / twice, (b[:, 0] * cc - c[:, 0] * bb) / twice
    centre: Floats = a + np.column_stack([x, y])
    return centre


def _faces(lines: NDArray[np.object_], points: Floats, owner: Ints, whole: BaseGeometry, n: int) -> NDArray[np.object_]:
    """What the lines and the outline enclose, joined by building; a building without ground gets an empty shape."""
    from scipy.spatial import KDTree

    rings = _noded(shapely.boundary(whole), lines)
    faces = shapely.get_parts(shapely.polygonize([*lines, *rings]))
    if abs(shapely.area(faces).sum() - whole.area) > LEAST_AREA * whole.area + 1.0:
        mesh = shapely.union_all([*lines, shapely.boundary(whole)], grid_size=10.0**-DIGITS)
        faces = shapely.get_parts(shapely.polygonize([mesh]))
    spots = shapely.get_coordinates(shapely.point_on_surface(faces))
    inside = shapely.contains_xy(whole, spots[:, 0], spots[:, 1])
    faces, spots = faces[inside], spots[inside]
    held = owner[KDTree(points).query(spots)[1]]
    cells = np.full(n, shapely.Polygon(), dtype=object)
    cells[held] = faces
    for building in np.flatnonzero(np.bincount(held, minlength=n) > 1):
        cells[building] = shapely.coverage_union_all(faces[held == building])
    return cells


def _noded(boundary: BaseGeometry, lines: NDArray[np.object_]) -> list[BaseGeometry]:
    """The rings of the outline with a vertex wherever a line ends on them."""
    tips = shapely.get_coordinates(lines)
    tips = np.unique(tips, axis=0)
    near = shapely.dwithin(boundary, shapely.points(tips), 1e-6)
    tips = tips[near]
    rings: list[BaseGeometry] = []
    for ring in shapely.get_parts(boundary):
        corners = shapely.get_coordinates(ring)[:-1]
        mine = tips[shapely.dwithin(ring, shapely.points(tips), 1e-6)] if len(tips) else tips
        every = np.unique(np.concatenate([corners, mine]), axis=0)
        at = shapely.line_locate_point(ring, shapely.points(every))
        at[(every == corners[0]).all(axis=1)] = 0.0
        order = every[np.argsort(at, kind="stable")]
        rings += list(shapely.linestrings(np.stack([order, np.roll(order, -1, axis=0)], axis=1)))
    return rings
