"""Siting: 44 centres of 260 grids for 1,312 micro-grids on the streets of the zone: mean walk, gap to the bound, seconds.

The case of kernels.md §4.1 on this project's own zone; there the swap heuristic of 50 starts came to 470.9 m and 0.92 %.
"""

import time

import numpy as np
import shapely

from liren.config.demo import zone
from liren.kernel.area import Level
from liren.places.geometry import Metres
from liren.places.siting.coverage import coverage, max_cover, next_sites
from liren.places.siting.median import p_median
from liren.places.siting.walking import door_network, straight, street_network, walk

CENTRES = 44
RADII = (400, 500, 800)


def main() -> None:
    """Print a table; everything is generated from seed 2026."""
    made = zone.generate()
    codes = [a.code for a in made.town.at(Level.MICRO_GRID)]
    place = {code: n for n, code in enumerate(codes)}
    of = np.array([place[b.micro_grid] for b in made.town.buildings])
    weight_of = np.array([float(b.households) for b in made.town.buildings])
    points = Metres(zone.CENTRE[0]).of(np.array([(b.lon, b.lat) for b in made.town.buildings]))
    weight = np.bincount(of, weight_of, len(codes))
    homes = _means(points, of, weight_of, len(codes))
    grids = sorted({code[: Level.GRID] for code in codes})
    grid_of = np.array([grids.index(code[: Level.GRID]) for code in codes])
    sites = _means(homes, grid_of, weight, len(grids))
    metres = Metres(zone.CENTRE[0])
    lines = [metres.of(shapely.get_coordinates(zone.in_degrees(f))) for f in made.features if f.layer == "road"]
    network, took = _timed(lambda: street_network(lines))
    print(
        f"街道网 {len(network.nodes):,} 个点，{took:.2f} 秒；候选 {len(sites)}，需求 {len(homes):,}，{weight.sum():,.0f} 户"
    )
    distance, took = _timed(lambda: walk(network, sites, homes))
    print(
        f"步行距离 {len(sites)} × {len(homes):,}：{took:.2f} 秒，是直线 1.3 倍的 {np.median(distance / straight(sites, homes)):.2f} 倍（中位数）"
    )
    p_median(distance[:3], weight, 1, starts=1)
    (best, took) = _timed(lambda: p_median(distance, weight, CENTRES, starts=1))
    print(f"下界 {best.bound / weight.sum():.1f} 米，连一次出发 {took:.2f} 秒")
    print("p 中位        平均步行（米）   差距不超过     秒")
    for starts in (1, 10, 50):
        found, took = _timed(lambda starts=starts: p_median(distance, weight, CENTRES, starts=starts, bounded=False))
        gap = 100 * (found.cost / best.bound - 1)
        print(f"{starts:>3} 次出发   {found.cost / weight.sum():>12.1f}   {gap:>10.2f}%  {took:>7.2f}")
    for radius in RADII:
        (_, covered), took = _timed(lambda radius=radius: max_cover(distance, weight, CENTRES, radius))
        print(f"最大覆盖 {radius} 米：{100 * covered / weight.sum():.2f}% 的户，{took:.2f} 秒")
    now = coverage(distance[list(found.chosen)], weight)
    steps, took = _timed(lambda: next_sites(distance, weight, now.nearest, 800, 5))
    print(f"再添 5 处：多覆盖 {sum(step.added for step in steps):,.0f} 户，{took:.3f} 秒")
    held = distance[list(found.chosen)[1:]]
    (_, took) = _timed(lambda: _moved(network, sites[:1] + 37.0, homes, held, distance, weight))
    print(f"拖一处（其余 {len(held)} 处用留着的距离）：{1000 * took:.0f} 毫秒")
    doors, took = _timed(lambda: door_network(points))
    apart = walk(doors, sites, homes)
    print(
        f"没有道路时从楼到楼：{len(doors.nodes):,} 栋，{took:.2f} 秒建网，是沿街道的 {np.median(apart / distance):.2f} 倍（中位数）"
    )


def _moved(network, place, homes, held, distance, weight):  # type: ignore[no-untyped-def]
    """What a drag on the page computes: one new row, the coverage with it, the next sites beside it."""
    then = np.vstack([held, walk(network, place, homes)])
    return next_sites(distance, weight, coverage(then, weight).nearest, 800, 3)


def _means(points: np.ndarray, of: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
    """The weighted mean point of each group."""
    whole = np.bincount(of, weight, count)
    return np.column_stack([np.bincount(of, weight * points[:, axis], count) / whole for axis in (0, 1)])


def _timed(work):
    began = time.monotonic()
    return work(), time.monotonic() - began


if __name__ == "__main__":
    main()
