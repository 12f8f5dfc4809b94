"""The search: moves of one building and swaps of two between touching parts, cooled slowly (simulated annealing).

Source of the method: S. Kirkpatrick et al., Optimization by Simulated Annealing, Science 220 (1983). A building may go
only if what it leaves stays in one piece, so every state on the way is a valid plan. Everything here is compiled; the
budget is a number of steps, never seconds, so that the same seed gives the same plan on any machine. The objective is
that of score.py.
"""

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
PEOPLE, AREA, X, Y, SPREAD, COUNT, COST = range(7)  # columns of the table of parts
FAR = 400  # buildings looked at before a building counts as not removable
SWAPS = 0.3  # share of the steps
COOL_EVERY = 32


@compiled
def draw(state: NDArray[np.uint64]) -> np.uint64:
    """xorshift64*: the next random word (G. Marsaglia 2003, S. Vigna 2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    word: np.uint64 = x * np.uint64(2685821657736338717)
    return word


@compiled
def below(state: NDArray[np.uint64], n: int) -> int:
    """A whole number from 0 to n - 1."""
    return int(((draw(state) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))


@compiled
def unit(state: NDArray[np.uint64]) -> float:
    """A number from 0 up to 1."""
    return float(draw(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def part_cost(
    people: float, area: float, x: float, y: float, spread: float, goal: float, scale: float, rule: Floats
) -> float:
    """What one part costs: its deviation and 1 / MOI. `rule` is (square, beyond, tolerance, shape)."""
    off = abs(people - goal) / scale
    cost = float(rule[0]) * off * off
    if off > rule[2]:
        cost += rule[1] * (off - rule[2])
    if area > 0.0 and rule[3] > 0.0:
        cost += rule[3] * 2.0 * np.pi * (spread - (x * x + y * y) / area) / (area * area)
    return cost


@compiled
def tabulate(node: Floats, label: Ints, goal: Floats, scale: float, rule: Floats, part: Floats) -> None:
    """Fill the table of parts. `node` (n, 5) holds people, area, area·x, area·y, area·r² + own."""
    part[:] = 0.0
    for v in range(len(label)):
        p = label[v]
        for c in range(5):
            part[p, c] += node[v, c]
        part[p, COUNT] += 1.0
    for p in range(len(part)):
        part[p, COST] = part_cost(part[p, 0], part[p, 1], part[p, 2], part[p, 3], part[p, 4], goal[p], scale, rule)


@compiled
def shift(part: Floats, p: int, node: Floats, v: int, sign: float) -> None:
    """Add building v to part p, or take it away."""
    for c in range(5):
        part[p, c] += sign * node[v, c]
    part[p, COUNT] += sign


@compiled
def stays_whole(v: int, p: int, start: Ints, near: Ints, label: Ints, seen: Ints, mark: int, queue: Ints) -> bool:
    """Whether the neighbours of v in part p hang together without v; looks at no more than FAR buildings."""
    first, wanted = -1, 0
    for e in range(start[v], start[v + 1]):
        if label[near[e]] == p:
            wanted += 1
            first = near[e]
    if wanted <= 1:
        return wanted == 1
    for e in range(start[v], start[v + 1]):
        if label[near[e]] == p:
            seen[near[e]] = -mark
    seen[v] = mark
    seen[first] = mark
    queue[0] = first
    head, tail, found = 0, 1, 1
    while head < tail and tail < FAR:
        u = queue[head]
        head += 1
        for e in range(start[u], start[u + 1]):
            w = near[e]
            if label[w] == p and seen[w] != mark:
                if seen[w] == -mark:
                    found += 1
                    if found == wanted:
                        return True
                seen[w] = mark
                queue[tail] = w
                tail += 1
                if tail >= FAR:
                    return False
    return False


@compiled
def pull(v: int, p: int, q: int, start: Ints, near: Ints, cut: Floats, label: Ints) -> float:
    """How the cut grows when v goes from p to q."""
    change = 0.0
    for e in range(start[v], start[v + 1]):
        other = label[near[e]]
        if other == p:
            change += cut[e]
        elif other == q:
            change -= cut[e]
    return change


@compiled
def loyalty(v: int, p: int, q: int, before: Ints, keep: Floats) -> float:
    """What it costs that v leaves the part it was in before, or comes back to it."""
    if before[v] == p:
        return float(keep[v])
    return -float(keep[v]) if before[v] == q else 0.0


@compiled
def anneal(
    start: Ints,
    near: Ints,
    cut: Floats,
    node: Floats,
    label: Ints,
    goal: Floats,
    scale: float,
    rule: Floats,
    before: Ints,
    keep: Floats,
    hot: float,
    cold: float,
    first: int,
    last: int,
    steps: int,
    state: NDArray[np.uint64],
) -> int:
    """Run steps first to last of `steps`, changing `label` in place; returns how many were accepted.

    `cut` (2 m) is the price of each entry of `near`; `goal` (k) people per part, `scale` the people that a deviation is
    measured in; `before` (n) the earlier part or -1, `keep` (n) the price of leaving it; `hot` and `cold` the first and
    the last temperature, falling geometrically. `label` must be connected in every part and stays so.
    """  # fmt: skip
    n, k = len(label), len(goal)
    part = np.zeros((k, 7))
    tabulate(node, label, goal, scale, rule, part)
    seen = np.zeros(n, np.int32)
    queue = np.zeros(n + FAR, np.int32)
    mark, accepted, heat = 0, 0, hot
    for step in range(first, last):
        if step % COOL_EVERY == 0:
            heat = hot * (cold / hot) ** (step / steps)
        v = below(state, n)
        degree = start[v + 1] - start[v]
        if degree == 0:
            continue
        w = near[start[v] + below(state, degree)]
        p, q = label[v], label[w]
        if p == q:
            continue
        u = -1
        if below(state, 10) < 3:
            u = near[start[w] + below(state, start[w + 1] - start[w])]
            if label[u] != q:
                u = w
        elif part[p, COUNT] < 2.0:
            continue
        change = pull(v, p, q, start, near, cut, label) + loyalty(v, p, q, before, keep)
        shift(part, p, node, v, -1.0)
        shift(part, q, node, v, 1.0)
        if u >= 0:
            label[v] = q
            change += pull(u, q, p, start, near, cut, label) + loyalty(u, q, p, before, keep)
            label[v] = p
            shift(part, q, node, u, -1.0)
            shift(part, p, node, u, 1.0)
        cost_p = part_cost(part[p, 0], part[p, 1], part[p, 2], part[p, 3], part[p, 4], goal[p], scale, rule)
        cost_q = part_cost(part[q, 0], part[q, 1], part[q, 2], part[q, 3], part[q, 4], goal[q], scale, rule)
        change += cost_p + cost_q - part[p, COST] - part[q, COST]
        good = change <= 0.0 or unit(state) < np.exp(-change / heat)
        if good:
            mark += 1
            if u < 0:
                good = stays_whole(v, p, start, near, label, seen, mark, queue)
                if good:
                    label[v] = q
            else:
                # part p must hang together without v before u comes to it; with one building it becomes {u}
                alone = part[p, COUNT] < 1.5
                good = alone or stays_whole(v, p, start, near, label, seen, mark, queue)
                if good:
                    label[v] = q
                    mark += 1
                    touches = alone
                    for e in range(start[u], start[u + 1]):
                        if label[near[e]] == p:
                            touches = True
                    good = touches and stays_whole(u, q, start, near, label, seen, mark, queue)
                    if good:
                        label[u] = p
                    else:
                        label[v] = p
        if good:
            accepted += 1
            part[p, COST] = cost_p
            part[q, COST] = cost_q
        else:
            shift(part, p, node, v, 1.0)
            shift(part, q, node, v, -1.0)
            if u >= 0:
                shift(part, q, node, u, 1.0)
                shift(part, p, node, u, -1.0)
    return accepted
