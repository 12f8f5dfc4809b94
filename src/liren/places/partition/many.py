"""All grids of a town, each on its own: the answer of a grid depends on the grid alone, not on order or company.

Each grid draws its chances from SeedSequence(seed, key of the grid). Grids run on several threads, because the compiled
search lets go of the interpreter's lock; no process is started and nothing is copied.
"""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from liren.places.partition.apportion import apportion
from liren.places.partition.graph import Floats, Ints, numbers
from liren.places.partition.result import Progress, Result
from liren.places.partition.run import partition
from liren.places.partition.score import TOLERANCE
from liren.places.partition.trouble import BadEdge, BadPlan, PartitionError

Key = int | str


@dataclass(frozen=True, slots=True)
class Many:
    """`labels` (n) the part of each building within its grid; `grids` the keys in rising order, `results` theirs.

    `unchanged` are the grids left as they stood, because nothing in them changed.
    """

    labels: Ints
    grids: tuple[Key, ...]
    results: tuple[Result, ...]
    unchanged: tuple[Key, ...] = ()

    @property
    def deviations(self) -> Floats:
        """|people / mean of the grid - 1| of every part of every grid."""
        return np.concatenate([np.abs(r.pop / r.pop.mean() - 1) for r in self.results])

    @property
    def objective(self) -> float:
        """The sum of J over the grids."""
        return sum(r.objective for r in self.results)


def partition_many(
    grid_id: Sequence[Key] | NDArray[np.integer],
    xy: ArrayLike,
    weight: ArrayLike,
    area: ArrayLike,
    edges: ArrayLike,
    edge_len: ArrayLike,
    edge_road: ArrayLike,
    *,
    k_per_grid: Mapping[Key, int] | None = None,
    size: float | None = None,
    total: int | None = None,
    rim: ArrayLike | None = None,
    tol: float = TOLERANCE,
    ref: ArrayLike | None = None,
    ref_weight: ArrayLike | None = None,
    keep: float = 1.0,
    seed: int = 0,
    steps: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Many:
    """Cut every grid by itself. Arrays as in `partition`, rows of all grids together; edges between grids are left out.

    How many parts: `k_per_grid` says it, or `size` is the wished weight of a part, or `total` parts are shared out by
    weight (Sainte-Laguë). `ref` (n) is the part within the grid in the plan in force; with `ref_weight`, the weights of its day,
    a grid with the same weights and no new building is left as it is. `steps` is the budget of each grid.
    progress(done, total, best) counts grids; returning False leaves the others at their first plan.

    Raises what `partition` raises, with the grid named.
    """
    names = np.asarray(grid_id)
    keys, which = np.unique(names, return_inverse=True)
    grids: tuple[Key, ...] = tuple(keys.tolist())
    mass, ground = numbers(weight, "人口"), numbers(area, "面积")
    counts = np.bincount(which)
    if k_per_grid is not None:
        parts = [int(k_per_grid[g]) for g in grids]
    else:
        parts = _shares(np.bincount(which, mass).astype(np.float64), counts, size, total)
    cut = _Cut(which, np.asarray(xy, np.float64), mass, ground, edges, edge_len, edge_road, rim)
    plan = None if ref is None else np.asarray(ref, np.int32)
    if plan is not None and len(plan) != len(mass):
        raise BadPlan(f"原来的方案有 {len(plan)} 栋楼，现在有 {len(mass)} 栋，对不上。新的楼栋请写 -1。")
    same = np.zeros(len(grids), bool)
    if plan is not None and ref_weight is not None:
        changed = (np.asarray(ref_weight, np.float64) != mass) | (plan < 0)
        same = np.bincount(which, changed, len(grids)) == 0
    going = [True]

    def one(i: int) -> Result:
        before = None if plan is None else plan[cut.rows[i]]
        still = same[i] and before is not None and len(np.unique(before)) == parts[i]
        budget = 0 if still or not going[0] else steps
        try:
            return partition(
                **cut.of(i), k=parts[i], tol=tol, ref=before, keep=keep, seed=_chance(seed, grids[i]), steps=budget
            )
        except PartitionError as trouble:
            trouble.sentence = f"网格 {grids[i]}：{trouble.sentence}"
            raise

    results: list[Result] = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        waiting = [pool.submit(one, i) for i in range(len(grids))]
        try:
            for n, future in enumerate(waiting):
                results.append(future.result())
                if progress and progress(n + 1, len(grids), sum(r.objective for r in results)) is False:
                    going[0] = False
        except BaseException:
            for future in waiting:
                future.cancel()
            raise
    labels = np.zeros(len(mass), np.int32)
    for rows, result in zip(cut.rows, results, strict=True):
        labels[rows] = result.labels
    return Many(labels, grids, tuple(results), tuple(g for g, s in zip(grids, same, strict=True) if s))


def _shares(mass: Floats, counts: NDArray[np.integer], size: float | None, total: int | None) -> list[int]:
    if total is not None:
        return apportion(mass.tolist(), counts.tolist(), total)
    if size is None or not size > 0:
        raise PartitionError("请写明每个微网格多大，或一共分成多少个。")
    return [int(min(max(1, round(m / size)), c)) for m, c in zip(mass.tolist(), counts.tolist(), strict=True)]


def _chance(seed: int, key: Key) -> np.random.SeedSequence:
    """The chances of one grid: from the seed and its key alone."""
    number = int.from_bytes(hashlib.blake2b(str(key).encode(), digest_size=8).digest(), "big")
    return np.random.SeedSequence((seed, number))


class _Cut:
    """The rows and edges of each grid."""

    def __init__(
        self, which: NDArray[np.integer], xy: Floats, weight: Floats, area: Floats, edges: ArrayLike, length: ArrayLike,
        road: ArrayLike, rim: ArrayLike | None,
    ) -> None:  # fmt: skip
        n, count = len(weight), int(which.max()) + 1
        order = np.argsort(which, kind="stable")
        ends = np.searchsorted(which[order], np.arange(count + 1))
        self.rows = [order[a:b] for a, b in pairwise(ends)]
        self.place = np.empty(n, np.int64)
        for rows in self.rows:
            self.place[rows] = np.arange(len(rows))
        pairs = np.asarray(edges, np.int64).reshape(-1, 2)
        off = np.flatnonzero(((pairs < 0) | (pairs >= n)).any(axis=1))
        if len(off):
            raise BadEdge("有相邻关系指向不存在的楼栋。", off.tolist())
        inside = np.flatnonzero(which[pairs[:, 0]] == which[pairs[:, 1]])
        grid = which[pairs[inside, 0]]
        order = inside[np.argsort(grid, kind="stable")]
        ends = np.searchsorted(np.sort(grid), np.arange(count + 1))
        self.edges = [order[a:b] for a, b in pairwise(ends)]
        self.pairs, self.length, self.road = pairs, np.asarray(length, np.float64), np.asarray(road, np.uint8)
        self.xy, self.weight, self.area = xy, weight, area
        self.rim = None if rim is None else np.asarray(rim, np.float64)

    def of(self, i: int) -> dict[str, Any]:
        """The arguments of `partition` for grid i. A border with another grid is no rim here: see `rim` there."""
        rows, mine = self.rows[i], self.edges[i]
        return {
            "xy": self.xy[rows], "weight": self.weight[rows], "area": self.area[rows],
            "edges": self.place[self.pairs[mine]], "edge_len": self.length[mine], "edge_road": self.road[mine],
            "rim": None if self.rim is None else self.rim[rows],
        }  # fmt: skip
