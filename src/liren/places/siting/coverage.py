"""How many are near enough, who is not, and which sites add most: one boolean matrix, greedy and swaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Distances = NDArray[np.float32]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one state: the weight within each radius, the whole, the mean walk, and how far each demand point has to go."""

    within: dict[int, float]
    whole: float
    mean: float
    nearest: NDArray[np.float32]

    def blind(self, radius: int) -> NDArray[np.int64]:
        """The demand points beyond a radius, the heaviest walk first."""
        beyond = np.flatnonzero(self.nearest > radius)
        return beyond[np.argsort(-self.nearest[beyond], kind="stable")]


@dataclass(frozen=True, slots=True)
class Step:
    """One more site: the candidate, the weight it newly brings within the radius, and the mean walk after it."""

    site: int
    added: float
    mean: float


def coverage(distance: Distances, weight: Weights, radii: tuple[int, ...] = (500, 800)) -> Coverage:
    """What the sites (rows) give the demand. Without a site nobody is near anything."""
    nearest = distance.min(axis=0) if len(distance) else np.full(distance.shape[1], np.inf, np.float32)
    whole = float(weight.sum())
    finite = np.isfinite(nearest)
    mean = (
        float((weight[finite] * nearest[finite]).sum() / weight[finite].sum())
        if weight[finite].sum() > 0
        else float("inf")
    )
    return Coverage({r: float(weight[nearest <= r].sum()) for r in radii}, whole, mean, nearest)


def next_sites(
    distance: Distances, weight: Weights, nearest: NDArray[np.float32], radius: float, count: int
) -> list[Step]:
    """The next sites one after the other beside those that give `nearest`: each the one that newly covers most.

    Equal ones are told apart by the mean walk, then by their number. Stops when nothing would get better.
    """
    now, found = nearest.astype(np.float64), list[Step]()
    left = np.ones(len(distance), np.bool_)
    whole = float(weight.sum()) or 1.0
    while len(found) < min(count, len(distance)):
        near = np.minimum(distance, now)
        added = ((near <= radius) & (now > radius)) @ weight
        walk = np.where(np.isfinite(near), near, 0.0) @ weight
        order = np.lexsort((walk, -added))
        best = next((int(i) for i in order if left[i]), None)
        if best is None or (added[best] <= 0 and not (near[best] < now).any()):
            break
        left[best] = False
        now = near[best]
        found.append(Step(best, float(added[best]), float(walk[best] / whole)))
    return found


def max_cover(
    distance: Distances, weight: Weights, p: int, radius: float, *, fixed: tuple[int, ...] = ()
) -> tuple[tuple[int, ...], float]:
    """(p candidates with `fixed` among them, the weight within `radius`): greedy, then swaps while one helps.

    Church and ReVelle's maximal covering problem (1974). Deterministic; greedy alone is within 63 % of the best.
    """
    near = distance <= radius
    chosen = list(dict.fromkeys(fixed))
    if not len(chosen) <= p <= len(distance):
        raise ValueError(f"cannot choose {p} of {len(distance)} with {len(chosen)} fixed")
    times = near[chosen].sum(axis=0) if chosen else np.zeros(near.shape[1], np.int64)
    while len(chosen) < p:
        gain = near @ np.where(times == 0, weight, 0.0)
        gain[chosen] = -1.0
        chosen.append(int(gain.argmax()))
        times = times + near[chosen[-1]]
    free = [site for site in chosen if site not in set(fixed)]
    improved = True
    while improved:
        improved = False
        for at, out in enumerate(free):
            without = times - near[out]
            gain = near @ np.where(without == 0, weight, 0.0)
            gain[[site for site in (*fixed, *free) if site != out]] = -1.0
            best = int(gain.argmax())
            if gain[best] > gain[out] + 1e-9:
                free[at], times, improved = best, without + near[best], True
    sites = tuple(sorted({*fixed, *free}))
    return sites, float(weight[times > 0].sum())
