"""A first plan for thousands of buildings: halve the land by share of people, settle the cut, halve the halves."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.anneal import anneal
from liren.places.partition.graph import Floats, Ints
from liren.places.partition.seeds import among, halve, pieces

SETTLE = 24  # steps per building for each cut
FEW = 64  # buildings: a smaller cut is settled as long as one of this size
HOT, COLD = 0.3, 0.004


class Land(NamedTuple):
    """What the compiled code walks: the lists, the price of cutting each entry, moments (score.py), coordinates."""

    start: Ints
    near: Ints
    cut: Floats
    node: Floats
    xy: Floats


def bisect(land: Land, k: int, rule: Floats, state: NDArray[np.uint64]) -> Ints:
    """A plan of k connected and nearly even parts over a connected graph; where buildings are odd a part may be empty."""
    n = len(land.xy)
    label = np.zeros(n, np.int32)
    place = np.full(n, -1, np.int32)
    unit = float(land.node[:, 0].sum() / k)
    waiting = [(np.arange(n, dtype=np.int32), 0, k)]
    while waiting:
        members, first, parts = waiting.pop()
        if len(members) <= parts:
            label[members] = first + np.arange(len(members))
        elif parts == 1:
            label[members] = first
        else:
            side = _cut(land, members, place, parts, unit, rule, state)
            left = parts // 2
            waiting += [(members[side == 1], first + left, parts - left), (members[side == 0], first, left)]
    return label


def halves(land: Land, members: Ints) -> Ints:
    """0 and 1 for the members of a connected part: two connected sides with about half of the people each."""
    place = np.full(len(land.xy), -1, np.int32)
    start, near, _ = among(land.start, land.near, land.cut, members, place)
    return _by_tree(start, near, land.node[members, 0] + 1e-6, 0.5)


def _cut(
    land: Land, members: Ints, place: Ints, parts: int, unit: float, rule: Floats, state: NDArray[np.uint64]
) -> Ints:
    start, near, price = among(land.start, land.near, land.cut, members, place)
    node = np.ascontiguousarray(land.node[members])
    left = parts // 2
    key = land.xy[members] @ _long_axis(land.xy[members], node[:, 1])
    side = halve(start, near, key, node[:, 0].copy(), left / parts, left, parts - left)
    if (side == 1).sum() < parts - left or pieces(start, near, side).max() != 1:
        side = _by_tree(start, near, np.ones(len(members)), left / parts)
    goal = unit * np.array([left, parts - left], np.float64)
    steps = SETTLE * max(len(members), FEW)
    none, free = np.full(len(members), -1, np.int32), np.zeros(len(members))
    settled = side.copy()
    anneal(start, near, price, node, settled, goal, unit, rule, none, free, HOT, COLD, 0, steps, steps, state)
    counts = np.bincount(settled, minlength=2)
    return settled if counts[0] >= left and counts[1] >= parts - left else side


def _long_axis(xy: Floats, area: Floats) -> Floats:
    """The direction (2) in which the land is longest, pointing east or north."""
    away = xy - np.average(xy, axis=0, weights=area)
    axis: Floats = np.linalg.eigh((away * area[:, None]).T @ away)[1][:, -1]
    return axis if axis[np.argmax(np.abs(axis))] > 0 else -axis


def _by_tree(start: Ints, near: Ints, mass: Floats, share: float) -> Ints:
    """Cut a spanning tree where one side comes nearest to `share` of the mass: both sides connected on any graph."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    n = len(mass)
    links = csr_array((np.ones(len(near), np.int8), near, start), shape=(n, n))
    order, before = breadth_first_order(links, 0, directed=False)
    below = mass.copy()
    for v in order[:0:-1]:
        below[before[v]] += below[v]
    best = order[1:][np.argmin(np.abs(below[order[1:]] - share * mass.sum()))]
    side = np.ones(n, np.int32)
    side[best] = 0
    for v in order[1:]:
        if side[before[v]] == 0:
            side[v] = 0
    return side
