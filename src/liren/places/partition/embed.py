"""Coordinates for an adjacency that came without: distances over the graph laid out in the plane (landmark MDS).

Source: V. de Silva, J. Tenenbaum, Sparse multidimensional scaling using landmark points (2004). Good enough to seed and to
prefer round parts; the figures that need true coordinates are then approximate and the plan says so.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from liren.places.partition.graph import Floats, components

LANDMARKS = 40
FLAT = 0.05  # of the usual area: what counts as least, where a row of water or road has none


def embed(edges: NDArray[np.integer], area: Floats) -> Floats:
    """(n, 2) metres in which neighbours are about as far apart as their areas (m²) say; pieces stand side by side."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    n = len(area)
    ground = np.maximum(area, FLAT * max(float(np.median(area)), 1e-9))
    radius = np.sqrt(ground / np.pi)
    step = radius[edges].sum(axis=1)
    links = coo_array((step, (edges[:, 0], edges[:, 1])), shape=(n, n)).tocsr()
    count, piece = components(edges, n)
    xy, at = np.zeros((n, 2)), 0.0
    for p in range(count):
        members = np.flatnonzero(piece == p)
        inside = links[members][:, members]
        marks = _spread(inside, min(LANDMARKS, len(members)))
        far = dijkstra(inside, directed=False, indices=marks)
        spots = _filling(_scaled(far, far[:, marks]), float(ground[members].sum()))
        spots += np.array([at - spots[:, 0].min(), 0.0])
        xy[members] = spots
        at = float(spots[:, 0].max()) + 4 * float(radius.max())
    return xy


def _spread(links: object, number: int) -> NDArray[np.int64]:
    """Landmarks far from one another: each the farthest from those before."""
    from scipy.sparse.csgraph import dijkstra

    marks = [0]
    nearest = dijkstra(links, directed=False, indices=0)
    while len(marks) < number:
        marks.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, dijkstra(links, directed=False, indices=marks[-1]))
    return np.array(marks)


def _scaled(far: Floats, between: Floats) -> Floats:
    """Landmark MDS: far (l, n) distances from the landmarks, between (l, l) those among them."""
    square = between**2
    mean = square.mean(axis=0)
    centred = -(square - mean[:, None] - mean[None, :] + square.mean()) / 2
    value, vector = np.linalg.eigh(centred)
    value, vector = value[::-1][:2], vector[:, ::-1][:, :2]
    vector = vector * np.where(vector[np.argmax(np.abs(vector), axis=0), range(vector.shape[1])] < 0, -1.0, 1.0)
    root = np.sqrt(np.maximum(value, 1e-12))
    spots: Floats = (-(far**2 - mean[:, None]) / 2).T @ (vector / root)
    return spots if spots.shape[1] == 2 else np.column_stack([spots, np.zeros(len(spots))])


def _filling(spots: Floats, area: float) -> Floats:
    """Stretched so that their hull has the area that they cover."""
    hull = shapely.convex_hull(shapely.multipoints(spots)).area
    return spots * float(np.sqrt(area / hull)) if hull > 0 else spots
