"""What makes a plan good: the objective J, the figures people read, what no plan could do better, and why.

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

SQUARE, BEYOND, SHAPE = 30.0, 20.0, 1.0
ROADS = (1.0, 0.15, 0.2, 0.35)  # inside a block, main road, street, lane
TOLERANCE = 0.03


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


@dataclass(frozen=True, slots=True)
class Bounds:
    """No plan has a smaller largest deviation than `max_dev`, nor a smaller mean one than `mean_dev`."""

    max_dev: float
    mean_dev: float
    heavy: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something about the plan that people will ask about: `code` for programs, `sentence` for them."""

    code: str
    sentence: str
    ids: tuple[int, ...] = ()


def prices(graph: Graph, k: int) -> Floats:
    """What cutting each edge costs, (m)."""
    side = float(np.sqrt(graph.area.sum() / k))
    road = np.minimum(graph.road, len(ROADS) - 1)
    return graph.length / side * np.array(ROADS)[road]


def moments(graph: Graph) -> Floats:
    """(n, 5) people, area, area·x, area·y, area·r² + own spread, around the middle of everything.

    A cell's own spread is that of a disc of its area, A² / 2π, the least there is.
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
    return np.bincount(labels, graph.weight, k)


def objective(graph: Graph, labels: NDArray[np.integer], k: int, tolerance: float = TOLERANCE) -> float:
    """J of a plan."""
    off = np.abs(people(graph, labels, k) / (graph.weight.sum() / k) - 1)
    balance = SQUARE * off**2 + BEYOND * np.maximum(0, off - tolerance)
    cut = labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]
    border = prices(graph, k)[cut].sum()
    return float(balance.sum() + border + SHAPE * inverse_moi(moments(graph), labels, k).sum())


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


def bounds(graph: Graph, k: int, tolerance: float = TOLERANCE) -> Bounds:
    """What indivisible buildings alone force: the largest sets max_dev, and what is too much in some parts is missing
    in others, so the mean is at least twice the excess over k."""
    goal = graph.weight.sum() / k
    excess = np.maximum(0, graph.weight / goal - 1)
    heavy = np.flatnonzero(graph.weight > (1 + tolerance) * goal)
    heavy = heavy[np.argsort(-graph.weight[heavy], kind="stable")]
    return Bounds(float(excess.max()), float(2 * excess.sum() / k), tuple(int(i) for i in heavy))


def reasons(graph: Graph, limits: Bounds, found: Metrics, tolerance: float = TOLERANCE) -> tuple[Reason, ...]:
    """In words: what limits this plan, and what on the ground it had to bridge."""
    said: list[Reason] = []
    goal = graph.weight.sum() / found.parts
    if limits.heavy:
        most, count = graph.weight[limits.heavy[0]], len(limits.heavy)
        sentence = f"受单体楼限制：有 {count} 栋楼的人口超过一个微网格的目标（{goal:.0f}），最大的一栋 {most:.0f}，楼不能拆开，"
        said.append(Reason("heavy_building", f"{sentence}最大偏差至少 {limits.max_dev:.1%}。", limits.heavy))
    if found.max_dev > max(tolerance, limits.max_dev) + 1e-9:
        sentence = (
            f"最大偏差 {found.max_dev:.1%}，超过容差 {tolerance:.0%}：楼栋大小不一、须连成一片，再匀就要切碎或跨路。"
        )
        said.append(Reason("uneven", sentence))
    if len(graph.bridges):
        ends = tuple(int(i) for i in graph.bridges.ravel())
        sentence = f"有 {len(graph.bridges)} 处楼栋与其余楼栋不相邻（孤岛），已按最近的两栋连上，请核对。"
        said.append(Reason("island", sentence, ends))
    return tuple(said)
