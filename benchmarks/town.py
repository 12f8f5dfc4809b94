"""The town of the partition benchmark, from a seed: 9 × 7 km, 260 grids, about 30,000 buildings and 95,000 households.

Density is four hills over thin countryside. Households are cut in two again and again (binary space partition) into 40
communities, 260 grids and some 2,000 blocks, along straight lines: main roads, streets, lanes. A block becomes a village,
houses, walk-ups or towers by its households per hectare. The road class of two neighbouring buildings is that of the
first cut that parts them. The recipe is that of kernels.md §2; all of it is invented.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from liren.places.partition import Adjacency, neighbours

WIDE, HIGH = 9000.0, 7000.0
COMMUNITIES, GRIDS, MICRO_GRIDS = 40, 260, 1312
HOUSEHOLDS = 94_500
HILLS = ((0.35, 0.55, 0.10, 0.30), (0.62, 0.48, 0.06, 0.17), (0.25, 0.25, 0.05, 0.13), (0.75, 0.75, 0.06, 0.13))
VILLAGE, HOUSES, WALK_UPS = 1.2, 1.52, 1.64

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """n buildings: where they stand, people, and the community, grid and block of each; who touches whom."""

    households: NDArray[np.int64]
    people: NDArray[np.int64]
    grid: NDArray[np.int64]
    adjacency: Adjacency


def generate(seed: int = 0) -> Town:
    """Always the same town for a seed."""
    rng = np.random.default_rng(seed)
    homes = _homes(rng)
    places: list[tuple[int, int, int]] = []
    sizes: list[NDArray[np.int64]] = []
    spots: list[NDArray[np.float64]] = []
    whole = ((0.0, 0.0, WIDE, HIGH), np.arange(len(homes)))
    grid = block = 0
    shares = _shares(rng)
    for c, community in enumerate(_cut(rng, *whole, homes, [sum(share) for share in shares])):
        for one in _cut(rng, *community, homes, shares[c]):
            blocks = _cut(rng, *one, homes, rng.uniform(0.5, 1.5, rng.integers(3, 15)).tolist())
            for box, inside in blocks:
                built = _sizes(rng, len(inside), box)
                sizes.append(built)
                spots.append(_sites(rng, box, len(built)))
                places += [(c, grid, block)] * len(built)
                block += 1
            grid += 1
    households = np.concatenate(sizes)
    level = np.array(places)
    found = neighbours(shapely.points(np.concatenate(spots)), shapely.box(0, 0, WIDE, HIGH))
    apart = level[found.edges[:, 0]] != level[found.edges[:, 1]]
    road = np.where(apart[:, 0], 1, np.where(apart[:, 1], 2, np.where(apart[:, 2], 3, 0))).astype(np.uint8)
    adjacency = Adjacency(found.xy, found.area, found.rim, found.edges, found.edge_len, road, found.cells)
    return Town(households, households + rng.poisson(2 * households), level[:, 1], adjacency)


def _homes(rng: np.random.Generator) -> NDArray[np.float64]:
    hill = rng.choice(len(HILLS) + 1, HOUSEHOLDS, p=[*(h[3] for h in HILLS), 1 - sum(h[3] for h in HILLS)])
    homes = rng.uniform((0, 0), (WIDE, HIGH), (HOUSEHOLDS, 2))
    for i, (x, y, width, _) in enumerate(HILLS):
        there = hill == i
        homes[there] = rng.normal((x * WIDE, y * HIGH), width * WIDE, (int(there.sum()), 2))
    return np.abs((WIDE, HIGH) - np.abs((WIDE, HIGH) - np.abs(homes)))


def _shares(rng: np.random.Generator) -> list[list[float]]:
    """The weight of each grid of each community."""
    count = [GRIDS // COMMUNITIES + (c < GRIDS % COMMUNITIES) for c in range(COMMUNITIES)]
    return [rng.uniform(0.35, 1.9, n).tolist() for n in count]


def _cut(
    rng: np.random.Generator, box: Box, inside: NDArray[np.int64], homes: NDArray[np.float64], weights: list[float]
) -> list[tuple[Box, NDArray[np.int64]]]:
    """The box in len(weights) boxes whose households stand to each other as the weights do."""
    if len(weights) == 1:
        return [(box, inside)]
    half = len(weights) // 2
    axis = int(box[3] - box[1] > box[2] - box[0])
    at = homes[inside, axis]
    line = (
        float(np.quantile(at, sum(weights[:half]) / sum(weights))) if len(inside) else (box[axis] + box[axis + 2]) / 2
    )
    low, high = list(box), list(box)
    low[axis + 2] = high[axis] = line
    below, above = inside[at <= line], inside[at > line]
    first = _cut(rng, (low[0], low[1], low[2], low[3]), below, homes, weights[:half])
    return first + _cut(rng, (high[0], high[1], high[2], high[3]), above, homes, weights[half:])


def _sizes(rng: np.random.Generator, households: int, box: Box) -> NDArray[np.int64]:
    """Households of each building of a block, adding up to `households`."""
    hectares = (box[2] - box[0]) * (box[3] - box[1]) / 10_000
    kind = np.log10(max(households, 0.5) / hectares) + rng.normal(0, 0.18)
    sizes: list[int] = []
    while sum(sizes) < households:
        if kind < VILLAGE:
            size = 1 + int(rng.poisson(0.7))
        elif kind < HOUSES:
            size = 1 + int(rng.poisson(1.0))
        elif kind < WALK_UPS:
            size = int(rng.integers(8, 25))
        else:
            size = int(np.clip(rng.lognormal(3.5, 1.0), 6, 160))
        sizes.append(min(size, households - sum(sizes)))
    return np.array(sizes, np.int64)


def _sites(rng: np.random.Generator, box: Box, number: int) -> NDArray[np.float64]:
    """Places on a loose raster inside the block."""
    west, south, east, north = box
    across = max(1, round(np.sqrt(number * (east - west) / max(north - south, 1.0))))
    along = -(-number // across) if number else 1
    chosen = np.sort(rng.choice(across * along, number, replace=False))
    x = (chosen % across + rng.uniform(0.25, 0.75, number)) / across
    y = (chosen // across + rng.uniform(0.25, 0.75, number)) / along
    return np.column_stack([west + x * (east - west), south + y * (north - south)])
