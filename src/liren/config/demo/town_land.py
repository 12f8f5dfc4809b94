"""The invented land of the demonstration town: an outline, households as points, and cuts into equal parts.

A town is cut in two again and again along its street direction, each time so that both sides hold their share of the
households (kernels.md §2, binary space partition by mass). The cuts are streets. At the end all lines are noded
together, so that neighbours share every vertex and the parts tile exactly, without gap or overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Plane = NDArray[np.float64]
FAR = 1e6
STREETS_DEGREES = 9.0  # the town's streets are turned a little from north
WOBBLE_DEGREES = 3.0
NODE_GRID_M = 0.05
SHARES = (0.34, 0.16, 0.12, 0.13, 0.25)  # of the households in each of four quarters and the countryside


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the land in metres and the indices of the household points on it."""

    shape: BaseGeometry
    homes: NDArray[np.intp]


def outline(rng: np.random.Generator, radius: float) -> BaseGeometry:
    """A rounded, slightly irregular, convex town of about `radius` metres around the origin."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, 26))
    reach = radius * rng.uniform(0.93, 1.07, 26)
    corners = np.column_stack([1.12 * reach * np.cos(angles), 0.9 * reach * np.sin(angles)])
    return shapely.convex_hull(shapely.multipoints(corners))


def homes(
    rng: np.random.Generator, land: BaseGeometry, radius: float, number: int, shares: Sequence[float] = SHARES
) -> Plane:
    """`number` household points on the land: four denser quarters over thin countryside, (n, 2) metres."""
    centres = rng.uniform(-0.55, 0.55, (4, 2)) * radius
    centres[0] = 0.0
    widths = radius * np.array([0.28, 0.17, 0.14, 0.2])
    west, south, east, north = land.bounds
    found: list[Plane] = []
    while sum(map(len, found)) < number:
        quarter = rng.choice(5, size=2 * number, p=shares)
        points = rng.uniform((west, south), (east, north), (2 * number, 2))
        inner = quarter < 4
        points[inner] = rng.normal(centres[quarter[inner]], widths[quarter[inner], None])
        found.append(points[shapely.contains_xy(land, points[:, 0], points[:, 1])])
    return np.concatenate(found)[:number]


def cut(rng: np.random.Generator, piece: Piece, points: Plane, weights: Sequence[float]) -> list[Piece]:
    """`piece` in len(weights) parts whose households stand to each other as the weights do."""
    if len(weights) == 1:
        return [piece]
    half = len(weights) // 2
    share = sum(weights[:half]) / sum(weights)
    turn = np.radians(STREETS_DEGREES + rng.normal(0, WOBBLE_DEGREES))
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = shapely.get_coordinates(piece.shape) @ axes.T
    along = int(np.argmax(np.ptp(corners, axis=0)))
    position = points[piece.homes] @ axes[along]
    at = float(np.quantile(position, share))
    side = _half_plane(axes[along], at)
    below = Piece(piece.shape.intersection(side), piece.homes[position <= at])
    above = Piece(piece.shape.difference(side), piece.homes[position > at])
    return cut(rng, below, points, weights[:half]) + cut(rng, above, points, weights[half:])


def _half_plane(axis: Plane, at: float) -> BaseGeometry:
    """All points whose coordinate along `axis` is at most `at`, as a very large rectangle."""
    across = np.array([-axis[1], axis[0]]) * FAR
    edge = axis * at
    back = edge - axis * FAR
    return shapely.polygons([edge + across, edge - across, back - across, back + across])


def tile(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same shapes sharing every vertex with their neighbours."""
    lines = shapely.unary_union(shapely.boundary(np.array(shapes)), grid_size=NODE_GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    owner, face = shapely.STRtree(shapely.point_on_surface(faces)).query(shapes, predicate="contains")
    return [shapely.coverage_union_all(faces[face[owner == index]]) for index in range(len(shapes))]


def plots(rng: np.random.Generator, shape: BaseGeometry, number: int) -> Plane:
    """`number` building sites in rows along the streets, inside the shape, (n, 2) metres."""
    turn = np.radians(STREETS_DEGREES)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    inner = shape.buffer(-min(6.0, 0.1 * np.sqrt(shape.area)))
    inner = shape if inner.is_empty else inner
    frame = shapely.get_coordinates(inner) @ axes.T
    low, high = frame.min(axis=0), frame.max(axis=0)
    spacing = np.sqrt(inner.area / number)
    while True:
        grid = np.meshgrid(*(np.arange(a + spacing / 2, b, spacing) for a, b in zip(low, high, strict=True)))
        sites = np.column_stack([line.ravel() for line in grid]) @ axes
        sites = sites[shapely.contains_xy(inner, sites[:, 0], sites[:, 1])]
        if len(sites) >= number:
            chosen: Plane = sites[np.sort(rng.choice(len(sites), number, replace=False))]
            return chosen
        spacing *= 0.9
