"""Who helps whom: a batch of orders to members by skill, wishes, time, distance and load. Pure, on arrays, deterministic.

A min-cost flow over each order's 24 nearest members who may take it at all. A member's l-th order in hand costs
(2l + 1) × 40 metres, so that the sum grows with the square of the load: the work spreads where it costs little way
(kernels.md §4.2). ortools is imported when a batch is run, never when a worker of the web starts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAREST = 24
SEARCHED = 32
PLAIN = 300_000
"""Orders times members up to which every member is asked without a tree."""
LOAD_METRES = 40
UNASSIGNED = 200_000
"""What leaving an order without anybody costs: more than any way within a county."""

REASONS = ("skill", "place", "wishes", "time", "declined", "full")
"""Why nobody was found for an order: the first, in this order, that leaves nobody (`rules.reasons.NOBODY`)."""

TWENTY = (1 << 20) - 1

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """n orders. `skill` and `place` are indexes, `grid` a code as number, `gender` 0 any, 1 woman, 2 man.

    `xy` metres in a plane (n, 2), `mask` free parts of the week as bits, `visit` somebody has to come to the door,
    `near` only somebody of the same grid.
    """

    skill: Ints
    place: Ints
    grid: Ints
    gender: Ints
    xy: NDArray[np.float64]
    mask: Ints
    visit: Bools
    near: Bools

    def __len__(self) -> int:
        return len(self.skill)


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """m members. `skills` (m, number of skills), `serves` (m, number of places), `load` in hand and `most` at most."""

    skills: Bools
    serves: Bools
    grid: Ints
    gender: Ints
    xy: NDArray[np.float64]
    mask: Ints
    visits: Bools
    load: Ints
    most: Ints

    def __len__(self) -> int:
        return len(self.load)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """`member` of each order (-1 nobody), metres to them, what they then have in hand before it, the reason for nobody."""

    member: Ints
    metres: Ints
    load: Ints
    why: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Edges:
    """Who could take what: pairs (order, member) by order, with whole metres."""

    order: Ints
    member: Ints
    metres: Ints


def match(orders: Orders, members: Members, barred: Ints | None = None) -> Matched:
    """The cheapest batch. `barred` are (order, member) pairs that are not offered again."""
    edges = candidates(orders, members, barred)
    found = _late_chance(orders, members, barred, _flow(len(orders), members, edges))
    return _finished(orders, members, barred, found)


def greedy(orders: Orders, members: Members, barred: Ints | None = None) -> Matched:
    """Each order in turn to the nearest member with a hand free: what a list worked from the top comes to."""
    edges = candidates(orders, members, barred)
    found, left = np.full(len(orders), -1, np.int64), np.maximum(members.most - members.load, 0)
    starts = np.searchsorted(edges.order, np.arange(len(orders) + 1))
    for n in range(len(orders)):
        near = edges.member[starts[n] : starts[n + 1]]
        free = np.flatnonzero(left[near] > 0)
        if len(free):
            found[n] = near[free[0]]
            left[found[n]] -= 1
    return _finished(orders, members, barred, found)


# ---- who may ----------------------------------------------------------------------------------------------------------


def fits(orders: Orders, members: Members, o: Ints, m: Ints) -> dict[str, Bools]:
    """For pairs of orders and members: whether each reason but `declined` and `full` stands in the way no more."""
    gender = orders.gender[o]
    wishes = (gender == 0) | (gender == members.gender[m])
    wishes &= ~orders.near[o] | (orders.grid[o] == members.grid[m])
    wishes &= ~orders.visit[o] | members.visits[m]
    return {
        "skill": members.skills[m, orders.skill[o]],
        "place": members.serves[m, orders.place[o]],
        "wishes": wishes,
        "time": (orders.mask[o] & members.mask[m]) != 0,
    }


def candidates(orders: Orders, members: Members, barred: Ints | None = None) -> Edges:
    """Each order's 24 nearest members who may take it and have a hand free, nearest first.

    Orders that ask the same of a member (skill, woman or man, to the door) are looked up together among those who have it.
    """
    shut, plain = _keys(barred, len(members)), len(orders) * len(members) <= PLAIN
    free = members.load < members.most
    parts: list[Edges] = []
    group = ((orders.skill * 3 + orders.gender) * 2 + orders.visit) * 2 + orders.near
    for same in np.unique(group):
        asked = np.flatnonzero(group == same)
        one = asked[0]
        able = np.flatnonzero(
            members.skills[:, orders.skill[one]]
            & free
            & ((orders.gender[one] == 0) | (members.gender == orders.gender[one]))
            & (members.visits | ~orders.visit[one])
        )
        if len(able) and not plain and not orders.near[one]:
            near, asked = _by_tree(orders, members, asked, able, shut)
            parts.append(near)
        if len(able):
            parts += [_all_of(orders, members, asked[at : at + 256], able, shut) for at in range(0, len(asked), 256)]
    return _joined(parts)


def _by_tree(orders: Orders, members: Members, asked: Ints, able: Ints, shut: Ints) -> tuple[Edges, Ints]:
    """The pairs of orders whose 32 nearest hold 24 who may, and the orders for which all members have to be asked.

    scipy's tree is loaded here only: a page's small batch does without it, and the web stays small.
    """
    from scipy.spatial import cKDTree

    most = min(SEARCHED, len(able))
    _, near = cKDTree(members.xy[able]).query(orders.xy[asked], k=most)
    pairs_m = able[near.reshape(len(asked), most)]
    pairs = _best(orders, members, asked, pairs_m, shut)
    found = np.bincount(pairs.order, minlength=len(orders))
    short = asked[found[asked] < NEAREST] if most < len(able) else asked[:0]
    keep = ~np.isin(pairs.order, short)
    return Edges(pairs.order[keep], pairs.member[keep], pairs.metres[keep]), short


def _all_of(orders: Orders, members: Members, asked: Ints, able: Ints, shut: Ints) -> Edges:
    away = orders.xy[asked][:, None, :] - members.xy[able][None, :, :]
    metres = np.sqrt((away**2).sum(axis=2))
    rank = np.argsort(metres, axis=1, kind="stable")
    return _best(orders, members, asked, able[rank], shut)


def _best(orders: Orders, members: Members, asked: Ints, near: Ints, shut: Ints) -> Edges:
    """Of the nearest members of each order (rows, nearest first) the first 24 who may."""
    o, m = np.repeat(asked, near.shape[1]), near.ravel()
    may = np.logical_and.reduce(list(fits(orders, members, o, m).values()))
    if len(shut):
        may &= ~np.isin(o * len(members) + m, shut)
    rows = may.reshape(near.shape)
    rows &= np.cumsum(rows, axis=1) <= NEAREST
    keep = rows.ravel()
    return Edges(o[keep], m[keep], _metres(orders, members, o[keep], m[keep]))


def _keys(barred: Ints | None, members: int) -> Ints:
    if barred is None or not len(barred):
        return np.empty(0, np.int64)
    keys: Ints = barred[:, 0].astype(np.int64) * members + barred[:, 1]
    return keys


def _joined(parts: list[Edges]) -> Edges:
    """All pairs by order, metres and member: three numbers packed into one (23, 20 and 20 bits), so that one sort does it."""
    if not parts:
        nothing = np.empty(0, np.int64)
        return Edges(nothing, nothing, nothing)
    packed = np.concatenate([(p.order << 40) | (np.minimum(p.metres, TWENTY) << 20) | p.member for p in parts])
    packed.sort()
    return Edges(packed >> 40, packed & TWENTY, (packed >> 20) & TWENTY)


# ---- the flow ---------------------------------------------------------------------------------------------------------


def _flow(n: int, members: Members, edges: Edges) -> Ints:
    """Nodes: orders 0…n-1, members behind them, the sink last. An order may also go to the sink by itself, dearly."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    m, sink = len(members), n + len(members)
    steps, owner, level = _levels(members, edges)
    tail = np.concatenate([edges.order, n + owner, np.arange(n)])
    head = np.concatenate([n + edges.member, np.full(steps, sink), np.full(n, sink)])
    cost = np.concatenate([edges.metres, (2 * level + 1) * LOAD_METRES, np.full(n, UNASSIGNED)])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones(len(tail), np.int64), cost)
    supply = np.concatenate([np.ones(n, np.int64), np.zeros(m, np.int64), [-n]])
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"min-cost flow ended as {status}")
    sent = flow.flows(arcs[: len(edges.order)]) > 0
    found = np.full(n, -1, np.int64)
    found[edges.order[sent]] = edges.member[sent]
    return found


def _levels(members: Members, edges: Edges) -> tuple[int, Ints, Ints]:
    """One arc for each further order a member could get: whose it is, and how many are in hand before it."""
    room = np.minimum(np.maximum(members.most - members.load, 0), np.bincount(edges.member, minlength=len(members)))
    owner = np.repeat(np.arange(len(members)), room)
    behind = np.arange(len(owner)) - np.repeat(np.cumsum(room) - room, room)
    return len(owner), owner, members.load[owner] + behind


# ---- what came of it -------------------------------------------------------------------------------------------------


def _finished(orders: Orders, members: Members, barred: Ints | None, found: Ints) -> Matched:
    """Metres, loads, cost and reasons. A member's orders count up in the order of the batch."""
    got = np.flatnonzero(found >= 0)
    metres, load = np.zeros(len(orders), np.int64), np.zeros(len(orders), np.int64)
    metres[got] = _metres(orders, members, got, found[got])
    mine = got[np.argsort(found[got], kind="stable")]
    counts = np.bincount(found[got], minlength=len(members))
    behind = np.arange(len(mine)) - np.repeat(np.cumsum(counts) - counts, counts)
    load[mine] = members.load[found[mine]] + behind
    nobody = len(orders) - len(got)
    cost = int(metres.sum() + ((2 * load[got] + 1) * LOAD_METRES).sum()) + UNASSIGNED * nobody
    shut = _keys(barred, len(members))
    why = tuple("" if m >= 0 else _why(orders, members, shut, n) for n, m in enumerate(found.tolist()))
    return Matched(member=found, metres=metres, load=load, why=why, cost=cost)


def _metres(orders: Orders, members: Members, o: Ints, m: Ints) -> Ints:
    """Whole metres between pairs."""
    away = orders.xy[o] - members.xy[m]
    metres: Ints = np.rint(np.hypot(away[:, 0], away[:, 1])).astype(np.int64)
    return metres


def _late_chance(orders: Orders, members: Members, barred: Ints | None, found: Ints) -> Ints:
    """Orders whose 24 nearest are all full go to the nearest further away who still has a hand free."""
    shut, everybody = _keys(barred, len(members)), np.arange(len(members))
    left = members.most - members.load - np.bincount(found[found >= 0], minlength=len(members))
    for n in np.flatnonzero(found < 0):
        same = np.full(len(members), n)
        may = np.logical_and.reduce([left > 0, *fits(orders, members, same, everybody).values()])
        may &= ~np.isin(n * len(members) + everybody, shut)
        if may.any():
            far = np.flatnonzero(may)
            found[n] = far[np.argmin(_metres(orders, members, same[far], far))]
            left[found[n]] -= 1
    return found


def _why(orders: Orders, members: Members, shut: Ints, n: int) -> str:
    """The first reason that leaves nobody for this order."""
    everybody = np.arange(len(members))
    left = np.ones(len(members), np.bool_)
    for reason, ok in fits(orders, members, np.full(len(members), n), everybody).items():
        left &= ok
        if not left.any():
            return reason
    left &= ~np.isin(n * len(members) + everybody, shut)
    return "full" if left.any() else "declined"


def spread(matched: Matched, members: Members) -> NDArray[np.int64]:
    """What each member has in hand after the batch."""
    got = matched.member[matched.member >= 0]
    total: NDArray[np.int64] = members.load + np.bincount(got, minlength=len(members))
    return total
