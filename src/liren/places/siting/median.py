"""p-median: p sites so that the weighted walk to the nearest is least; swap heuristic with several starts, and a bound.

Resende and Werneck, "A fast swap-based local search procedure for location problems" (2007): the profit of putting f in for
r is gain(f) − loss(r) + extra(f, r). The bound is the Lagrangian of the assignment constraints by subgradient steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.compiled import compiled

Distances = NDArray[np.float32]
Weights = NDArray[np.float64]
Sites = NDArray[np.int64]
ROUNDS = 400
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Median:
    """The chosen candidates in order, their weighted walk, and below which it cannot be (0 when not asked for)."""

    chosen: tuple[int, ...]
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How far above the bound, as a share; 0 is proven best."""
        return self.cost / self.bound - 1 if self.bound > 0 else 0.0


def p_median(
    distance: Distances,
    weight: Weights,
    p: int,
    *,
    fixed: tuple[int, ...] = (),
    starts: int = 10,
    seed: int = 0,
    bounded: bool = True,
) -> Median:
    """Choose `p` candidates, `fixed` among them. The same seed gives the same answer, whatever the machine.

    Raises ValueError unless len(fixed) ≤ p ≤ candidates.
    """
    count = len(distance)
    if not max(1, len(fixed)) <= p <= count:
        raise ValueError(f"cannot choose {p} of {count} with {len(fixed)} fixed")
    rng = np.random.default_rng(seed)
    d, w = np.ascontiguousarray(distance, np.float64), np.ascontiguousarray(weight, np.float64)
    held = np.zeros(count, np.bool_)
    held[list(fixed)] = True
    free = np.flatnonzero(~held)
    best, cost = np.empty(0, np.int64), np.inf
    for start in range(max(1, starts)):
        begin = (
            _greedy(d, w, p, held)
            if start == 0
            else np.r_[np.flatnonzero(held), rng.choice(free, p - held.sum(), replace=False)]
        )
        chosen, found = _swap(d, w, begin.astype(np.int64), held)
        if found < cost - TINY:
            best, cost = chosen, found
    bound = lower_bound(distance, weight, p, fixed=fixed, upper=cost) if bounded else 0.0
    return Median(tuple(int(i) for i in np.sort(best)), float(cost), min(bound, float(cost)))


@compiled
def _greedy(d: Weights, w: Weights, p: int, held: NDArray[np.bool_]) -> Sites:
    """The fixed ones, then each time the one that helps most."""
    count, demand = d.shape
    nearest = np.full(demand, 1e15)
    chosen = np.empty(p, np.int64)
    taken = held.copy()
    n = 0
    for i in range(count):
        if held[i]:
            chosen[n] = i
            n += 1
            for j in range(demand):
                nearest[j] = min(nearest[j], d[i, j])
    while n < p:
        best, least = -1, 1e300
        for i in range(count):
            if taken[i]:
                continue
            cost = 0.0
            for j in range(demand):
                cost += w[j] * min(nearest[j], d[i, j])
            if cost < least:
                best, least = i, cost
        chosen[n] = best
        taken[best] = True
        n += 1
        for j in range(demand):
            nearest[j] = min(nearest[j], d[best, j])
    return chosen


@compiled
def _swap(d: Weights, w: Weights, chosen: Sites, held: NDArray[np.bool_]) -> tuple[Sites, float]:
    """Swap while a swap helps; the best one each time, the first of equal ones."""
    count, demand = d.shape
    p = len(chosen)
    inside = np.zeros(count, np.bool_)
    inside[chosen] = True
    first = np.empty(demand, np.int64)  # place in `chosen` of the nearest site
    near = np.empty(demand)
    second = np.empty(demand)
    while True:
        cost = 0.0
        for j in range(demand):
            at, a, b = 0, 1e15, 1e15
            for r in range(p):
                x = d[chosen[r], j]
                if x < a:
                    at, a, b = r, x, a
                elif x < b:
                    b = x
            first[j], near[j], second[j] = at, a, b
            cost += w[j] * a
        loss = np.zeros(p)
        for j in range(demand):
            loss[first[j]] += w[j] * (second[j] - near[j])
        profit, put, out = 1e-7 * (1.0 + cost), -1, -1
        extra = np.empty(p)
        for i in range(count):
            if inside[i]:
                continue
            gain = 0.0
            extra[:] = 0.0
            for j in range(demand):
                x = d[i, j]
                if x < near[j]:
                    gain += w[j] * (near[j] - x)
                    extra[first[j]] += w[j] * (second[j] - near[j])
                elif x < second[j]:
                    extra[first[j]] += w[j] * (second[j] - x)
            for r in range(p):
                if held[chosen[r]]:
                    continue
                found = gain - loss[r] + extra[r]
                if found > profit:
                    profit, put, out = found, i, r
        if put < 0:
            return chosen, cost
        inside[chosen[out]] = False
        inside[put] = True
        chosen[out] = put


def lower_bound(
    distance: Distances, weight: Weights, p: int, *, fixed: tuple[int, ...] = (), upper: float, rounds: int = ROUNDS
) -> float:
    """A weighted walk that no choice of p sites can beat: the best Lagrangian value in `rounds` subgradient steps."""
    cost = np.asarray(distance, np.float64) * np.asarray(weight, np.float64)
    u = np.partition(cost, min(1, len(cost) - 1), axis=0)[min(1, len(cost) - 1)].copy()
    best, step, since = -np.inf, 2.0, 0
    must = np.zeros(len(cost), np.bool_)
    must[list(fixed)] = True
    for _ in range(rounds):
        reduced = cost - u
        rho = np.minimum(reduced, 0.0).sum(axis=1)
        rest = np.where(must, np.inf, rho)
        opened = np.r_[np.flatnonzero(must), np.argsort(rest, kind="stable")[: p - must.sum()]]
        value = u.sum() + rho[opened].sum()
        if value > best + 1e-9 * abs(value):
            best, since = value, 0
        else:
            since += 1
        slack = 1.0 - (reduced[opened] < 0).sum(axis=0)
        norm = float((slack**2).sum())
        if norm == 0 or upper - value <= 1e-9 * upper:
            break
        if since >= 15:
            step, since = step / 2, 0
        u += step * max(upper - value, 1e-6 * upper) / norm * slack
    return float(max(best, 0.0))
