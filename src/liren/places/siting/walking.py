"""Walking distance: along the streets where there are any, else from building to neighbouring building, else the straight
line by a stated factor.

A point walks straight to the nearest street corner or bend, along the streets, and straight from the last one to the other
point; two points nearer to each other than to that take the straight line. Metres in, metres out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Delaunay, QhullError, cKDTree

DETOUR = 1.3
"""Walked by straight distance on ordinary street grids: between 1.2 and 1.4 (Boscoe et al. 2012); used where no street is known."""
GRID_M = 0.5  # corners of two streets nearer than this are one
GAP_M, GAP_TIMES = 300.0, 6.0  # nobody walks from building to building across more: metres, and times the usual gap
SHORT_M = 100.0  # of a way to the first street; beyond it, straight by DETOUR from door to door is compared too

Plane = NDArray[np.float64]
Distances = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Ways as nodes (n, 2) in metres and a symmetric matrix of lengths; only the largest connected piece."""

    nodes: Plane
    lengths: csr_array
    tree: cKDTree


def street_network(lines: Iterable[Plane]) -> Network | None:
    """The network of lines, each (k, 2) in metres, joined where they share a corner; None when there are none."""
    given = [line for line in lines if len(line) > 1]
    if not given:
        return None
    points = np.concatenate(given)
    nodes, where = np.unique(np.round(points / GRID_M).astype(np.int64), axis=0, return_inverse=True)
    where = where.reshape(-1)
    ends = np.cumsum([len(line) for line in given])
    from_ = np.delete(np.arange(len(points)), ends - 1)
    a, b = where[from_], where[from_ + 1]
    kept = a != b
    a, b = a[kept], b[kept]
    if not len(a):
        return None
    plane: Plane = (nodes * GRID_M).astype(np.float64)
    length: Plane = np.hypot(*(plane[a] - plane[b]).T).astype(np.float64)
    return _largest(plane, a, b, length)


def door_network(doors: Plane) -> Network | None:
    """Where no street is known: buildings (n, 2) as nodes, joined with those they stand beside (Delaunay neighbours).

    Wide gaps (GAP_M) are left out, because water and fields lie in them; None for fewer than three buildings or all in a row.
    """
    plane: Plane = (np.unique(np.round(doors / GRID_M).astype(np.int64), axis=0) * GRID_M).astype(np.float64)
    if len(plane) < 3:
        return None
    try:
        corners = Delaunay(plane).simplices.astype(np.int64)
    except QhullError:
        return None
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    sides = np.unique(np.sort(sides, axis=1), axis=0)
    length: Plane = np.hypot(*(plane[sides[:, 0]] - plane[sides[:, 1]]).T).astype(np.float64)
    kept = length <= max(GAP_M, GAP_TIMES * float(np.median(length)))
    return _largest(plane, sides[kept, 0], sides[kept, 1], length[kept])


def rebuilt(nodes: Plane, data: Plane, indices: NDArray[np.int32], indptr: NDArray[np.int32]) -> Network:
    """A network from its kept arrays."""
    n = len(nodes)
    return Network(nodes, csr_array((data, indices, indptr), shape=(n, n)), cKDTree(nodes))


def _largest(plane: Plane, a: NDArray[np.int64], b: NDArray[np.int64], length: Plane) -> Network:
    """The piece with most nodes: a street that leads nowhere can't be walked to."""
    n = len(plane)
    pairs = np.unique(np.column_stack([np.minimum(a, b), np.maximum(a, b)]), axis=0, return_index=True)[1]
    a, b, length = a[pairs], b[pairs], length[pairs]
    whole = csr_array((np.r_[length, length], (np.r_[a, b], np.r_[b, a])), shape=(n, n))
    _, piece = connected_components(whole, directed=False)
    inside = piece == np.bincount(piece).argmax()
    return Network(plane[inside], whole[inside][:, inside], cKDTree(plane[inside]))


def straight(one: Plane, other: Plane) -> Distances:
    """(n, m): the straight line by DETOUR."""
    gaps = one[:, None, :] - other[None, :, :]
    return (np.hypot(gaps[..., 0], gaps[..., 1]) * DETOUR).astype(np.float32)


def walk(network: Network | None, one: Plane, other: Plane) -> Distances:
    """(n, m): metres to walk from each point of one to each of the other; without a network `straight`.

    Never shorter than the straight line itself, never longer than DETOUR times it where both doors are close together.
    """
    direct = straight(one, other)
    if network is None or not len(one) or not len(other):
        return direct
    to_street, start = network.tree.query(one)
    from_street, end = network.tree.query(other)
    starts, back = np.unique(start, return_inverse=True)
    along = dijkstra(network.lengths, directed=False, indices=starts)[back][:, end]
    walked = to_street[:, None] + along + from_street[None, :]
    near = direct < SHORT_M * DETOUR
    lost = (to_street[:, None] + from_street[None, :]) > direct
    found: Distances = np.where(near | lost | ~np.isfinite(walked), np.minimum(direct, walked), walked).astype(
        np.float32
    )
    return found
