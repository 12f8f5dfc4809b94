"""What makes a plan good: the objective J and the figures that people read.

J is the sum over the parts of 30 d² + 20 max(0, |d| - tolerance) + 1 / MOI, plus the cut border, where
* d is the deviation of the part's people from the mean of all parts, as a share of that mean;
* MOI = A² / (2 π I) is the compactness of E. Li et al. (2013), I the second moment of area about the centroid (1 = disc);
* the cut border is the length between parts over the side of a square of mean part size, a metre inside a block
  counting 1, along a main road .15, along a street .2, along a lane .35 (kernels.md §2): borders shall lie on roads.
Polsby–Popper is 4 π A / P² (D. Polsby, R. Popper 1991). All shares are fractions, not per cent.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.graph import Floats, Graph, Ints, components

TOLERANCE = 0.03


@dataclass(frozen=True, slots=True)
class Weights:
    """What each share of J counts: deviation squared, deviation beyond the tolerance, shape, and a metre of border
    inside a block, along a main road, a street and a lane. The defaults are the house's own (kernels.md §2)."""

    square: float = 30.0
    beyond: float = 20.0
    shape: float = 1.0
    roads: tuple[float, float, float, float] = (1.0, 0.15, 0.2, 0.35)


USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures of a plan. Deviations, shares and `moved_share` are fractions; `straddle` and `cut_edges` pairs."""

    parts: int
    buildings: int
    population: float
    max_dev: float
    mean_dev: float
    p95_dev: float
    contiguity_faults: int
    polsby_popper: float | None
    moi: float
    road_share: float
    straddle: int
    cut_edges: int
    moved: float
    moved_share: float


def prices(graph: Graph, k: int, weights: Weights = USUAL) -> Floats:
    """What cutting each edge costs, (m)."""
    side = float(np.sqrt(graph.area.sum() / k))
    price: Floats = graph.length / side * np.array(weights.roads)[np.minimum(graph.road, 3)]
    return price


def moments(graph: Graph) -> Floats:
    """(n, 5) people, area, area·x, area·y, area·r² + own spread, around the middle of everything.

    A cell's own spread is that of a disc of its area, A² / 2π, the least there is, so that a MOI may come out a little
    above 1.
    """
    xy = graph.xy - graph.xy.mean(axis=0)
    spread = graph.area * (xy**2).sum(axis=1) + graph.area**2 / (2 * np.pi)
    return np.column_stack([graph.weight, graph.area, graph.area * xy[:, 0], graph.area * xy[:, 1], spread])


def inverse_moi(node: Floats, labels: NDArray[np.integer], k: int) -> Floats:
    """1 / MOI of each part, 0 for an empty one."""
    sums = np.column_stack([np.bincount(labels, node[:, c], k) for c in range(1, 5)])
    area, x, y, spread = sums.T
    safe = np.where(area > 0, area, 1.0)
    return np.where(area > 0, 2 * np.pi * (spread - (x * x + y * y) / safe) / safe**2, 0.0)


def people(graph: Graph, labels: NDArray[np.integer], k: int) -> Floats:
    """The people of each part."""
    return np.bincount(labels, graph.weight, k).astype(np.float64)


def objective(
    graph: Graph, labels: NDArray[np.integer], k: int, tolerance: float = TOLERANCE, weights: Weights = USUAL
) -> float:
    """J of a plan."""
    off = np.abs(people(graph, labels, k) / (graph.weight.sum() / k) - 1)
    balance = weights.square * off**2 + weights.beyond * np.maximum(0, off - tolerance)
    cut = labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]
    border = prices(graph, k, weights)[cut].sum()
    return float(balance.sum() + border + weights.shape * inverse_moi(moments(graph), labels, k).sum())


def faults(graph: Graph, labels: NDArray[np.integer]) -> int:
    """Pieces beyond one of each part; bridges count as connections."""
    inside = graph.edges[labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]]
    return components(inside, graph.n)[0] - len(np.unique(labels))


def measure(graph: Graph, labels: Ints, k: int, before: Ints | None = None) -> Metrics:
    """All figures of a plan; `before` (n) is the earlier part of each building, -1 for a new one."""
    folk = people(graph, labels, k)
    off = np.abs(folk / (graph.weight.sum() / k) - 1)
    a, b = labels[graph.edges].T
    cut, road = a != b, graph.road > 0
    border = graph.length[cut].sum()
    moved = 0.0 if before is None else float(graph.weight[(before >= 0) & (labels != before)].sum())
    known = 0.0 if before is None else float(graph.weight[before >= 0].sum())
    round_ = inverse_moi(moments(graph), labels, k)
    return Metrics(
        parts=len(np.unique(labels)), buildings=graph.n, population=float(graph.weight.sum()),
        max_dev=float(off.max()), mean_dev=float(off.mean()), p95_dev=float(np.percentile(off, 95)),
        contiguity_faults=faults(graph, labels), polsby_popper=_polsby_popper(graph, labels, k),
        moi=float((1 / round_[round_ > 0]).mean()),
        road_share=float(graph.length[cut & road].sum() / border) if border > 0 else 0.0,
        straddle=int((~cut & road).sum()), cut_edges=int(cut[: graph.n_given].sum()),
        moved=moved, moved_share=moved / known if known else 0.0,
    )  # fmt: skip


def _polsby_popper(graph: Graph, labels: Ints, k: int) -> float | None:
    """The mean over the parts, None where the outer borders are not known."""
    if np.isnan(graph.rim).any():
        return None
    around = np.bincount(labels, graph.rim, k)
    cut = graph.edges[labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]]
    length = graph.length[labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]]
    for end in (0, 1):
        around += np.bincount(labels[cut[:, end]], length, k)
    area = np.bincount(labels, graph.area, k)
    there = around > 0
    return float((4 * np.pi * area[there] / around[there] ** 2).mean()) if there.any() else None
