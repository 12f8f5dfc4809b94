"""Where the search begins: connected first plans, grown from spread centres or cut in two again and again.

Growing (k-means++ centres, D. Arthur, S. Vassilvitskii 2007) is best for a grid of some hundred buildings. For thousands
it strands people where no part can take them, so there the land is halved recursively by share of people, each half
grown from one end so that it stays connected; the annealer settles each cut (split.py).
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.anneal import unit
from liren.places.partition.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@compiled
def centres(xy: Floats, weight: Floats, k: int, state: NDArray[np.uint64]) -> Ints:
    """k different buildings, each chosen with a chance that grows with people × squared distance to those before."""
    n = len(weight)
    chosen = np.zeros(k, np.int32)
    nearest = np.full(n, 1.0)
    floor = weight.sum() / n * 0.01
    for i in range(k):
        total = 0.0
        for v in range(n):
            total += nearest[v] * (weight[v] + floor)
        at = unit(state) * total
        pick = -1
        for v in range(n):
            if nearest[v] > 0.0:
                pick = v
                at -= nearest[v] * (weight[v] + floor)
                if at < 0.0:
                    break
        if pick < 0:
            pick = 0
            while (chosen[:i] == pick).any():
                pick += 1
        chosen[i] = pick
        for v in range(n):
            d = (xy[v, 0] - xy[pick, 0]) ** 2 + (xy[v, 1] - xy[pick, 1]) ** 2
            if i == 0 or d < nearest[v]:
                nearest[v] = d
        nearest[chosen[: i + 1]] = 0.0
    return chosen


@compiled
def spread(xy: Floats, weight: Floats, chosen: Ints, rounds: int) -> Floats:
    """Lloyd's rounds: the middles (k, 2) of the people nearest to each centre."""
    k = len(chosen)
    middle = xy[chosen].copy()
    for _ in range(rounds):
        sums = np.zeros((k, 3))
        for v in range(len(weight)):
            best, least = 0, np.inf
            for p in range(k):
                d = (xy[v, 0] - middle[p, 0]) ** 2 + (xy[v, 1] - middle[p, 1]) ** 2
                if d < least:
                    best, least = p, d
            sums[best, 0] += weight[v]
            sums[best, 1] += weight[v] * xy[v, 0]
            sums[best, 2] += weight[v] * xy[v, 1]
        for p in range(k):
            if sums[p, 0] > 0.0:
                middle[p, 0] = sums[p, 1] / sums[p, 0]
                middle[p, 1] = sums[p, 2] / sums[p, 0]
    return middle


@compiled
def fill(start: Ints, near: Ints, xy: Floats, weight: Floats, middle: Floats, label: Ints) -> None:
    """Give every building with label -1 to a part that it touches: the lightest part takes its nearest, and again.

    Every part must have a building already, and the graph must be connected.
    """
    k = len(middle)
    people = np.zeros(k)
    waiting = np.zeros(len(label), np.int32)
    left = 0
    for v in range(len(label)):
        if label[v] >= 0:
            people[label[v]] += weight[v]
        else:
            waiting[left] = v
            left += 1
    little = weight.sum() / len(label) * 0.01
    order = [(people[p], p) for p in range(k)]
    heapq.heapify(order)
    while left > 0:
        held, p = heapq.heappop(order)
        best, least = -1, np.inf
        for i in range(left):
            v = waiting[i]
            far = (xy[v, 0] - middle[p, 0]) ** 2 + (xy[v, 1] - middle[p, 1]) ** 2
            if far < least:
                for e in range(start[v], start[v + 1]):
                    if label[near[e]] == p:
                        best, least = i, far
                        break
        if best >= 0:
            v = waiting[best]
            label[v] = p
            left -= 1
            waiting[best] = waiting[left]
            heapq.heappush(order, (held + weight[v] + little, p))


@compiled
def grow(start: Ints, near: Ints, xy: Floats, weight: Floats, k: int, state: NDArray[np.uint64]) -> Ints:
    """A connected plan of k parts on a connected graph of at least k buildings."""
    label = np.full(len(weight), -1, np.int32)
    chosen = centres(xy, weight, k, state)
    middle = spread(xy, weight, chosen, 6)
    for p in range(k):
        label[chosen[p]] = p
    for p in range(k):
        best, least = chosen[p], np.inf
        for v in range(len(label)):
            d = (xy[v, 0] - middle[p, 0]) ** 2 + (xy[v, 1] - middle[p, 1]) ** 2
            if (label[v] < 0 or v == chosen[p]) and d < least:
                best, least = v, d
        label[chosen[p]] = -1
        label[best] = p
    fill(start, near, xy, weight, middle, label)
    return label


@compiled
def halve(start: Ints, near: Ints, key: Floats, weight: Floats, share: float, few: int, rest: int) -> Ints:
    """0 for one half and 1 for the other, by rising `key`; 0 holds `share` of the people as nearly as it can.

    Both halves are connected where the graph is; the first has at least `few` buildings. What the cut leaves
    apart of the second half goes to the first, unless fewer than `rest` buildings would remain.
    """
    n = len(weight)
    label = np.ones(n, np.int32)
    queued = np.zeros(n, np.bool_)
    goal, held, count = share * weight.sum(), 0.0, 0
    first = int(np.argmin(key))
    heap = [(key[first], np.int64(first))]
    queued[first] = True
    while len(heap) > 0 and n - count > rest:
        v = heapq.heappop(heap)[1]
        if count >= few and held + 0.5 * weight[v] > goal:
            break
        label[v] = 0
        held += weight[v]
        count += 1
        for e in range(start[v], start[v + 1]):
            u = near[e]
            if not queued[u]:
                queued[u] = True
                heapq.heappush(heap, (key[u], np.int64(u)))
    piece = pieces(start, near, label)
    size = np.zeros(piece.max() + 1)
    total = np.zeros(piece.max() + 1, np.int64)
    for i in range(n):
        if label[i] == 1:
            size[piece[i]] += weight[i] + 1e-6
            total[piece[i]] += 1
    main = int(np.argmax(size))
    if total[main] >= rest:
        for i in range(n):
            if label[i] == 1 and piece[i] != main:
                label[i] = 0
    return label


@compiled
def pieces(start: Ints, near: Ints, label: Ints) -> Ints:
    """The connected piece of each building within its own part, numbered from 0."""
    n = len(label)
    piece = np.full(n, -1, np.int32)
    queue = np.zeros(n, np.int32)
    count = 0
    for s in range(n):
        if piece[s] >= 0:
            continue
        piece[s] = count
        queue[0] = s
        head, tail = 0, 1
        while head < tail:
            v = queue[head]
            head += 1
            for e in range(start[v], start[v + 1]):
                u = near[e]
                if piece[u] < 0 and label[u] == label[v]:
                    piece[u] = count
                    queue[tail] = u
                    tail += 1
        count += 1
    return piece


@compiled
def among(start: Ints, near: Ints, cut: Floats, members: Ints, place: Ints) -> tuple[Ints, Ints, Floats]:
    """The lists of `members` alone, renumbered; `place` (n) is scratch, -1 everywhere before and after."""
    for i in range(len(members)):
        place[members[i]] = i
    begin = np.zeros(len(members) + 1, np.int32)
    total = 0
    for v in members:
        total += start[v + 1] - start[v]
    other, price = np.zeros(total, np.int32), np.zeros(total)
    at = 0
    for i in range(len(members)):
        v = members[i]
        for e in range(start[v], start[v + 1]):
            if place[near[e]] >= 0:
                other[at] = place[near[e]]
                price[at] = cut[e]
                at += 1
        begin[i + 1] = at
    for v in members:
        place[v] = -1
    return begin, other[:at].copy(), price[:at].copy()
