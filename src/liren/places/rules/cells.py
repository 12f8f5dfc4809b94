"""The ground around each building: Voronoi cells clipped to the grid, who touches whom, and what road runs between.

A micro-grid is the union of its buildings' cells, so that siblings neither overlap nor leave a gap. A cell is grown
from points along the footprint where one is known, so that no border cuts through a house. Everything in metres.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

STEP_M = 8.0  # how densely a footprint's walls are sampled
TOUCH_M = 1.0  # neighbours share more border than this
RANKS = {"main": 1, "street": 2, "lane": 3}


@dataclass(frozen=True, slots=True)
class House:
    """A building as a place in metres; `footprint` is a polygon or None."""

    x: float
    y: float
    footprint: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """A line in metres with its class: 1 main, 2 street, 3 lane."""

    line: BaseGeometry
    kind: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The cells of n houses and their m common borders.

    `polygons` (n) are in metres; `edges` (m, 2) i4 pairs of houses, `length` (m) f8 metres of border they share, `road`
    (m) u1 the class of the road between them, 0 for none. `twin` (n): the first house on the same spot, mostly itself;
    the others have no cell and go where it goes.
    """

    polygons: tuple[BaseGeometry, ...]
    twin: tuple[int, ...]
    edges: NDArray[np.int32]
    length: NDArray[np.float64]
    road: NDArray[np.uint8]


def ground(houses: Sequence[House], outline: BaseGeometry, roads: Sequence[Road] = ()) -> Ground:
    """Divide `outline` (metres) among the houses."""
    spots: dict[tuple[float, float], int] = {}
    twin = tuple(spots.setdefault((round(h.x, 2), round(h.y, 2)), n) for n, h in enumerate(houses))
    polygons = _whole(_cells(houses, twin, outline))
    edges, length = _touching(polygons)
    return Ground(tuple(polygons), twin, edges, length, _between(houses, edges, roads))


def _samples(house: House) -> NDArray[np.float64]:
    own = np.array([[house.x, house.y]])
    if house.footprint is None:
        return own
    inner = house.footprint.buffer(-0.3)  # neighbours wall to wall must not share a sample
    walls = shapely.segmentize(inner if not inner.is_empty else house.footprint, STEP_M)
    return np.concatenate([own, shapely.get_coordinates(walls)])


def _cells(houses: Sequence[House], twin: Sequence[int], outline: BaseGeometry) -> list[BaseGeometry]:
    """The share of each house: the Voronoi cells of its samples, joined and clipped; an empty one for a twin."""
    own = [n for n in range(len(houses)) if twin[n] == n]
    cells = [shapely.Polygon() for _ in houses]
    if len(own) == 1:
        cells[own[0]] = outline
        return cells
    sampled = [_samples(houses[n]) for n in own]
    points = np.round(np.concatenate(sampled), 2)
    owner = np.repeat(own, [len(s) for s in sampled])
    points, first = np.unique(points, axis=0, return_index=True)
    owner = owner[first]
    drawn = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline.envelope, ordered=True)
    shares = np.array(drawn.geoms)
    for n in own:
        cells[n] = shapely.intersection(shapely.union_all(shares[owner == n]), outline)
    return cells


def _whole(cells: list[BaseGeometry]) -> list[BaseGeometry]:
    """Where the outline cuts a cell to pieces, the largest stays and each other goes to the neighbour it leans on most."""
    pieces = [
        sorted((p for p in shapely.get_parts(cell) if p.geom_type == "Polygon"), key=lambda p: -p.area)
        for cell in cells
    ]
    kept = [found[0] if found else shapely.Polygon() for found in pieces]
    for n, found in enumerate(pieces):
        for stray in found[1:]:
            near = [m for m in shapely.STRtree(kept).query(stray, predicate="intersects").tolist() if m != n]
            side = [kept[m].intersection(stray).length for m in near]
            to = near[int(np.argmax(side))] if side and max(side) > 0 else n
            kept[to] = shapely.union(kept[to], stray)
    return kept


def _touching(polygons: Sequence[BaseGeometry]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    shapes = np.array(polygons)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = np.column_stack([one, other])[one < other]
    if not len(pairs):
        return np.empty((0, 2), np.int32), np.empty(0)
    common = shapely.length(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    real = common > TOUCH_M
    order = np.lexsort((pairs[real][:, 1], pairs[real][:, 0]))
    return pairs[real][order].astype(np.int32), common[real][order]


def _between(houses: Sequence[House], edges: NDArray[np.int32], roads: Sequence[Road]) -> NDArray[np.uint8]:
    """The widest road that the straight way between two neighbours crosses."""
    found = np.zeros(len(edges), np.uint8)
    if not len(edges) or not roads:
        return found
    place = np.array([(house.x, house.y) for house in houses])
    ways = shapely.linestrings(place[edges])
    asked, crossed = shapely.STRtree([road.line for road in roads]).query(ways, predicate="intersects")
    kinds = np.array([road.kind for road in roads], np.uint8)[crossed]
    for at, kind in zip(asked.tolist(), kinds.tolist(), strict=True):
        found[at] = kind if found[at] == 0 else min(found[at], kind)
    return found


def outlines(ground: Ground, labels: Sequence[int]) -> dict[int, BaseGeometry]:
    """The outline of each part: its houses' cells as one shape, in metres."""
    shapes, parts = np.array(ground.polygons), np.array(labels)
    return {int(part): shapely.union_all(shapes[parts == part]) for part in np.unique(parts)}
