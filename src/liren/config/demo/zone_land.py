"""The invented land of the zone: curved roads, a river, a lake and parks, and micro-grids that follow them.

The zone is cut like the town (town_land.py). Here the cuts are drawn as lines of many short pieces and the whole plane
is bent by one smooth map, so that roads curve and neighbours still share every vertex. What divides communities is a
main road, what divides grids a road, what divides micro-grids a street (kernels.md §2); the first cut of all is the
river. Metres around the zone's centre.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from liren.config.demo.town_land import NODE_GRID_M, Plane

PIECE_M = 90.0  # of a road between two vertices
RIVER_M = 46.0  # wide
BEND_M = 210.0
WAVE_M = 4100.0
KEPT_CLEAR_M = 5.0  # of buildings, beside water and greens
PARK_SHARE = 0.16  # of the area of its micro-grid


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to be drawn. `layer` is road, water or green; `rank` is the class of a road, 0 of anything else."""

    layer: str
    rank: int
    name: str
    shape: BaseGeometry


def tile(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same shapes, sharing every vertex with their neighbours, bent."""
    lines = shapely.unary_union(shapely.boundary(np.array(shapes)), grid_size=NODE_GRID_M)
    faces = shapely.get_parts(shapely.polygonize([shapely.segmentize(lines, PIECE_M)]))
    owner, face = shapely.STRtree(shapely.point_on_surface(faces)).query(shapes, predicate="contains")
    whole = [shapely.coverage_union_all(faces[face[owner == index]]) for index in range(len(shapes))]
    return [shapely.transform(shape, bend) for shape in whole]


def bend(points: Plane) -> Plane:
    """A smooth map of the plane onto itself that nowhere folds: both waves rise less steeply than one in two."""
    x, y = points[:, 0], points[:, 1]
    turn = 2 * np.pi / WAVE_M
    return np.column_stack([x + BEND_M * np.sin(turn * y + 0.6), y + BEND_M * np.sin(turn * x / 1.6 - 0.4)])


def roads(micro_grids: Sequence[BaseGeometry], grids: Sequence[int], communities: Sequence[int]) -> list[BaseGeometry]:
    """The lines between communities, between grids of one community, between micro-grids of one grid: three classes."""
    edge = shapely.boundary(shapely.coverage_union_all(micro_grids))
    drawn: list[BaseGeometry] = []
    before = edge
    for keys in (communities, grids, range(len(micro_grids))):
        members: dict[int, list[BaseGeometry]] = {}
        for key, shape in zip(keys, micro_grids, strict=True):
            members.setdefault(key, []).append(shape)
        lines = shapely.union_all([shapely.boundary(shapely.coverage_union_all(group)) for group in members.values()])
        drawn.append(shapely.line_merge(shapely.difference(lines, before)))
        before = lines
    return drawn


def river(north: Sequence[BaseGeometry], south: Sequence[BaseGeometry]) -> BaseGeometry:
    """The water between the two halves of the first cut."""
    between = shapely.intersection(shapely.coverage_union_all(north), shapely.coverage_union_all(south))
    return shapely.buffer(shapely.line_merge(between), RIVER_M / 2, cap_style="flat")


def pond(shape: BaseGeometry) -> BaseGeometry:
    """A rounded piece in the middle of a micro-grid, for a park or a lake."""
    centre = shapely.point_on_surface(shape)
    radius = float(np.sqrt(PARK_SHARE * shape.area / np.pi))
    return shapely.intersection(shapely.buffer(centre, radius), shapely.buffer(shape, -KEPT_CLEAR_M))
