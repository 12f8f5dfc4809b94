"""Buildings and who touches whom, checked once, as the flat arrays (CSR) that the compiled code walks.

What is not connected is joined by the shortest possible bridges, which are reported: an island must belong somewhere,
but the reader has to know that its micro-grid is in two pieces on the ground.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from liren.places.partition.trouble import BadEdge, BadWeight, DoubleEdge, listed

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Graph:
    """n buildings and m adjacencies.

    `xy` (n, 2) metres, `weight` (n) people, `area` (n) m², `rim` (n) metres of the cell's border that no neighbour
    shares, NaN where unknown; `edges` (m, 2), `length` (m) metres, `road` (m) class 0 to 3. The first `n_given` edges
    are the caller's, the rest bridges. `start` (n + 1), `neighbour` and `edge` (2 m): the CSR lists.
    """

    xy: Floats
    weight: Floats
    area: Floats
    rim: Floats
    edges: Ints
    length: Floats
    road: Bytes
    n_given: int
    start: Ints
    neighbour: Ints
    edge: Ints

    @property
    def n(self) -> int:
        return len(self.weight)

    @property
    def bridges(self) -> Ints:
        """(b, 2): the pairs joined although they do not touch."""
        return self.edges[self.n_given :]


def build(
    xy: ArrayLike,
    weight: ArrayLike,
    area: ArrayLike,
    edges: ArrayLike,
    length: ArrayLike,
    road: ArrayLike,
    rim: ArrayLike | None = None,
) -> Graph:
    """A checked and connected graph. Raises BadWeight, BadEdge, DoubleEdge."""
    mass = numbers(weight, "人口")
    n = len(mass)
    ground = numbers(area, "面积")
    place = np.ascontiguousarray(xy, np.float64).reshape(-1, 2)
    border = np.full(n, np.nan) if rim is None else np.asarray(rim, np.float64)
    for name, found in (("面积", len(ground)), ("坐标", len(place)), ("边界", len(border))):
        if found != n:
            raise BadWeight(f"{name}有 {found} 个，楼栋有 {n} 栋，对不上。")
    lost = np.flatnonzero(~np.isfinite(place).all(axis=1))
    if len(lost):
        raise BadWeight(f"第 {listed(lost.tolist())} 栋没有坐标。", lost.tolist())
    pairs = np.asarray(edges, np.int64).reshape(-1, 2)
    long = np.asarray(length, np.float64).reshape(-1)
    kind = np.asarray(road, np.uint8).reshape(-1)
    _check(pairs, long, kind, n)
    bridges = _bridges(place, pairs, n)
    m = len(pairs)
    every = np.concatenate([pairs, bridges]).astype(np.int32)
    long = np.concatenate([long, np.zeros(len(bridges))])
    kind = np.concatenate([kind, np.zeros(len(bridges), np.uint8)])
    start, neighbour, edge = lists(every, n)
    return Graph(place, mass, np.maximum(ground, 1e-9), border, every, long, kind, m, start, neighbour, edge)


def numbers(values: ArrayLike, name: str) -> Floats:
    """Numbers that may stand for people or square metres, else BadWeight with the rows."""
    found = np.asarray(values, np.float64).reshape(-1)
    bad = np.flatnonzero(~(np.isfinite(found) & (found >= 0)))
    if len(bad):
        raise BadWeight(f"第 {listed(bad.tolist())} 栋的{name}不是数，或是负数。", bad.tolist())
    return np.ascontiguousarray(found)


def lists(pairs: NDArray[np.integer], n: int) -> tuple[Ints, Ints, Ints]:
    """Start of each building's list, neighbours, and the edge each of them came by; neighbours in rising order."""
    ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
    others = np.concatenate([pairs[:, 1], pairs[:, 0]])
    which = np.tile(np.arange(len(pairs)), 2)
    order = np.lexsort((others, ends))
    start = np.searchsorted(ends[order], np.arange(n + 1))
    return start.astype(np.int32), others[order].astype(np.int32), which[order].astype(np.int32)


def components(pairs: NDArray[np.integer], n: int) -> tuple[int, Ints]:
    """How many connected pieces, and the piece of each building."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    count, piece = connected_components(links, directed=False)
    return int(count), np.asarray(piece, np.int32)


def _check(pairs: NDArray[np.int64], length: Floats, road: Bytes, n: int) -> None:
    if not len(pairs) == len(length) == len(road):
        raise BadEdge(f"相邻关系有 {len(pairs)} 条，长度 {len(length)} 个，道路等级 {len(road)} 个，对不上。")
    off = np.flatnonzero(((pairs < 0) | (pairs >= n)).any(axis=1))
    if len(off):
        raise BadEdge(f"第 {listed(off.tolist())} 条相邻关系指向不存在的楼栋。", off.tolist())
    same = np.flatnonzero(pairs[:, 0] == pairs[:, 1])
    if len(same):
        raise BadEdge(f"第 {listed(same.tolist())} 条相邻关系的两头是同一栋。", same.tolist())
    wrong = np.flatnonzero(~(np.isfinite(length) & (length >= 0)))
    if len(wrong):
        raise BadEdge(f"第 {listed(wrong.tolist())} 条相邻关系的长度不是数，或是负数。", wrong.tolist())
    key = pairs.min(axis=1) * n + pairs.max(axis=1)
    _, first = np.unique(key, return_index=True)
    if len(first) < len(key):
        again = np.setdiff1d(np.arange(len(key)), first)
        raise DoubleEdge(f"第 {listed(again.tolist())} 条相邻关系前面已经有了：同一对楼栋只写一次。", again.tolist())


def _bridges(xy: Floats, pairs: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The shortest set of pairs that connects all pieces: the minimum spanning tree of the Delaunay edges between them."""
    count, piece = components(pairs, n)
    if count <= 1:
        return np.empty((0, 2), np.int64)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    near = _near(xy)
    near = near[piece[near[:, 0]] != piece[near[:, 1]]]
    gap = np.hypot(*(xy[near[:, 0]] - xy[near[:, 1]]).T) + 1e-6
    ends = np.sort(piece[near], axis=1)
    order = np.lexsort((near[:, 1], near[:, 0], gap, ends[:, 1], ends[:, 0]))
    _, first = np.unique(ends[order, 0].astype(np.int64) * count + ends[order, 1], return_index=True)
    best = order[first]
    tree = minimum_spanning_tree(coo_array((gap[best], (ends[best, 0], ends[best, 1])), shape=(count, count)).tocsr())
    chosen = {(int(a), int(b)) for a, b in zip(*tree.nonzero(), strict=True)}
    kept = [i for i in best if (int(ends[i, 0]), int(ends[i, 1])) in chosen]
    found: NDArray[np.int64] = near[np.array(sorted(kept), np.int64)]
    return found


def _near(xy: Floats) -> NDArray[np.int64]:
    """Pairs of near buildings that connect everything: Delaunay edges, and a chain where there are no triangles."""
    from scipy.spatial import Delaunay, QhullError

    _, first, again = np.unique(xy, axis=0, return_index=True, return_inverse=True)
    double = np.column_stack([first[again.reshape(-1)], np.arange(len(xy))])
    double = double[double[:, 0] != double[:, 1]]
    chain = np.column_stack([first[:-1], first[1:]])
    try:
        corners = first[Delaunay(xy[first]).simplices]
    except (QhullError, ValueError):
        return np.concatenate([chain, double]).astype(np.int64)
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.concatenate([np.unique(np.sort(sides, axis=1), axis=0), double, chain]).astype(np.int64)
