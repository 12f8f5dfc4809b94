"""One grid, or one town: from buildings to parts. The stages are those of kernels.md §6."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from liren.places.partition import limits, score
from liren.places.partition.graph import Floats, Graph, Ints, build
from liren.places.partition.result import Progress, Result
from liren.places.partition.score import TOLERANCE, USUAL, Weights
from liren.places.partition.trouble import BadPlan, NobodyThere, TooManyParts, listed

MANY = 2000  # buildings from which the land is halved instead of grown (seeds.py)
STARTS = 8
STEPS_OF_A_START, STEPS_OF_A_BUILDING = 20_000, 600  # a start takes the second for each building, the first at least
LEAST_STEPS = 32_000_000  # of a search from halves, over all its starts
CHUNKS = 16
STRICT = 25.0  # times the price of deviation beyond the tolerance, where it can be kept
INSIDE = 0.95  # of the tolerance is what the search aims at, so that what ends near the edge ends inside
LOYALTY = 10.0  # price of moving a part's people: below what balance pays (2 × 20), above what shape pays
HOT, COLD = 0.4, 0.016
WARM = 0.2  # the first temperature over a plan of halves
TEPID = 0.02  # the first temperature over a plan in force


def partition(
    xy: ArrayLike,
    weight: ArrayLike,
    area: ArrayLike,
    edges: ArrayLike,
    edge_len: ArrayLike,
    edge_road: ArrayLike,
    k: int,
    *,
    rim: ArrayLike | None = None,
    tol: float = TOLERANCE,
    weights: Weights = USUAL,
    ref: ArrayLike | None = None,
    keep: float = 1.0,
    seed: int | np.random.SeedSequence = 0,
    steps: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Cut n buildings into k connected parts of nearly equal weight with short borders that lie on roads.

    `xy` (n, 2) metres, `weight` (n) people or households, `area` (n) m² of each building's cell, `edges` (m, 2) rows that
    touch, `edge_len` (m) metres they share, `edge_road` (m) class of the road between them (0 none, 1 main, 2 street,
    3 lane); `rim` (n) metres of border on the outline, for Polsby–Popper. `tol` is the deviation that costs little.
    `ref` (n) is the plan in force, -1 for a new building, and `keep` the price of moving a whole part's people out of
    it. `steps` is the budget over all starts; the same arguments give the same labels on any machine.

    Raises TooManyParts, BadWeight, NobodyThere, BadEdge, DoubleEdge, BadPlan (trouble.py). A building heavier than a part
    and an island are reasons in the result, not errors.
    """
    graph = build(xy, weight, area, edges, edge_len, edge_road, rim)
    if not 1 <= k <= graph.n:
        raise TooManyParts(f"{graph.n} 栋楼分不成 {k} 个微网格：一栋楼不能拆开，每格至少一栋。")
    if graph.weight.sum() <= 0:
        raise NobodyThere("楼栋里一个人也没有，无从均分。请补上户数或人口。")
    before = None if ref is None else _plan(ref, graph.n)
    given = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    root = np.random.SeedSequence(given.entropy, spawn_key=given.spawn_key)
    search = _Search.over(graph, k, tol, weights, before, keep, root)
    labels, complete = search.run(steps, progress)
    found = score.measure(graph, labels, k, before)
    if found.contiguity_faults or found.parts != k:
        raise AssertionError(f"{found.contiguity_faults} pieces too many, {found.parts} of {k} parts")
    least = limits.bounds(graph, k, tol)
    return Result(
        labels=labels, pop=score.people(graph, labels, k), metrics=found, bounds=least,
        objective=score.objective(graph, labels, k, tol, weights), reasons=limits.reasons(graph, least, found, tol),
        bridges=tuple((int(a), int(b)) for a, b in graph.bridges), complete=complete,
    )  # fmt: skip


def _plan(ref: ArrayLike, n: int) -> Ints:
    plan = np.asarray(ref, np.int32).reshape(-1)
    if len(plan) != n:
        raise BadPlan(f"原来的方案有 {len(plan)} 栋楼，现在有 {n} 栋，对不上。新的楼栋请写 -1。")
    bad = np.flatnonzero(plan < -1)
    if len(bad):
        raise BadPlan(f"第 {listed(bad.tolist())} 栋在原来的方案里没有编号。", bad.tolist())
    return plan


@dataclass(slots=True)
class _Search:
    """The compiled search with everything it walks."""

    graph: Graph
    k: int
    tol: float
    weights: Weights
    before: Ints | None
    none: Ints
    keep: Floats
    root: np.random.SeedSequence
    cut: Floats
    node: Floats
    goal: Floats
    rule: Floats

    @classmethod
    def over(
        cls, graph: Graph, k: int, tol: float, weights: Weights, before: Ints | None, keep: float,
        root: np.random.SeedSequence,
    ) -> "_Search":  # fmt: skip
        unit = graph.weight.sum() / k
        return cls(
            graph, k, tol, weights, before, np.full(graph.n, -1, np.int32) if before is None else before,
            np.zeros(graph.n) if before is None else LOYALTY * keep * graph.weight / unit, root,
            score.prices(graph, k, weights)[graph.edge], score.moments(graph), np.full(k, unit),
            np.array([weights.square, weights.beyond, INSIDE * tol, weights.shape]),
        )  # fmt: skip

    def run(self, steps: int | None, progress: Progress | None) -> tuple[Ints, bool]:
        """The best labels, and whether the whole budget was spent."""
        if self.k == 1 or self.k == self.graph.n:
            return np.arange(self.graph.n, dtype=np.int32) % self.k, True
        starts, each, hot = self._budget(steps)
        best, least = np.zeros(0, np.int32), np.inf
        plans: list[Ints] = []
        for start, (grown, chance) in enumerate(zip(range(starts), self.root.spawn(starts), strict=True)):
            state = chance.generate_state(1, np.uint64) | np.uint64(1)
            labels = self._seed(grown, state)
            going = self._cool(labels, hot, each, state, progress, start * each, starts * each, least)
            plans.append(labels)
            cost = self._cost(labels)
            if cost < least:
                best, least = labels, cost
            if not going:
                return best, False
        return (best if self.before is not None else self._within(best, plans, each)), True

    def _within(self, best: Ints, plans: list[Ints], steps: int) -> Ints:
        """Where the best plan has a part beyond the tolerance and no building forces it to: the best that has none.

        J alone trades half a per cent of deviation for a shorter border; who sets a tolerance wants it kept. The choice
        is among all starts and the best plan mended.
        """
        if self._off(best) <= self.tol + 1e-9 or self.graph.weight.max() > (1 + self.tol) * float(self.goal[0]):
            return best
        state = self.root.generate_state(1, np.uint64) | np.uint64(1)
        mended = best.copy()
        self._anneal(mended, self.rule * (1.0, STRICT, 1.0, 1.0), TEPID, 0, steps, steps, state)
        kept = [plan for plan in (mended, *plans) if self._off(plan) <= self.tol + 1e-9]
        return min(kept, key=self._cost, default=best)

    def _off(self, labels: Ints) -> float:
        """The largest deviation of a plan."""
        return float(np.abs(score.people(self.graph, labels, self.k) / float(self.goal[0]) - 1).max())

    def _budget(self, steps: int | None) -> tuple[int, int, float]:
        """How many starts, the steps of each, and their first temperature."""
        if self.before is not None:
            return 1, STEPS_OF_A_BUILDING * self.graph.n // 4 if steps is None else steps, TEPID
        if self.graph.n > MANY:
            each = max(STEPS_OF_A_BUILDING * self.graph.n, LEAST_STEPS // STARTS)
            starts = int(np.clip(LEAST_STEPS // each, 1, STARTS))
            return starts, each if steps is None else -(-steps // starts), WARM
        each = max(STEPS_OF_A_BUILDING * self.graph.n, STEPS_OF_A_START)
        return STARTS, each if steps is None else -(-steps // STARTS), HOT

    def _seed(self, number: int, state: NDArray[np.uint64]) -> Ints:
        from liren.places.partition import seeds, split, warm

        g = self.graph
        land = split.Land(g.start, g.neighbour, self.cut, self.node, g.xy)
        if self.before is not None:
            return warm.begin(land, self.before, self.k)
        if g.n > MANY:
            return warm.occupy(land, split.bisect(land, self.k, self.rule, state), self.k)
        return seeds.grow(g.start, g.neighbour, g.xy, g.weight, self.k, state)

    def _cool(
        self, labels: Ints, hot: float, each: int, state: NDArray[np.uint64], progress: Progress | None,
        done: int, total: int, least: float,
    ) -> bool:  # fmt: skip
        """Anneal `labels` in place, in chunks when somebody listens; False when told to stop."""
        chunks = CHUNKS if progress else 1
        for n in range(chunks):
            first, last = each * n // chunks, each * (n + 1) // chunks
            self._anneal(labels, self.rule, hot, first, last, each, state)
            if progress and progress(done + last, total, min(least, self._cost(labels))) is False:
                return False
        return True

    def _anneal(
        self, labels: Ints, rule: Floats, hot: float, first: int, last: int, steps: int, state: NDArray[np.uint64]
    ) -> None:
        from liren.places.partition.anneal import anneal

        g = self.graph
        anneal(
            g.start, g.neighbour, self.cut, self.node, labels, self.goal, float(self.goal[0]), rule, self.none, self.keep,
            hot, COLD, first, last, steps, state,
        )  # fmt: skip

    def _cost(self, labels: Ints) -> float:
        """J, and with an earlier plan the price of what moved."""
        moved = (self.none >= 0) & (labels != self.none)
        return score.objective(self.graph, labels, self.k, self.tol, self.weights) + float(self.keep[moved].sum())
