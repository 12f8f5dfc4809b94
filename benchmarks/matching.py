"""Orders to members: seconds, way and load beside greedy's, on the zone of the demonstration (kernels.md §4.2).

A member stands in each micro-grid (spread anew for fewer), with 3 of 8 skills, free half of the week; orders come from
buildings by households, one in five wishes for a woman or a man, one in twenty for a neighbour. One core, one process; seconds of
wall and of CPU, the least of three.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from liren.config.demo import zone
from liren.kernel.area import Level
from liren.places.geometry import Metres
from liren.services import matching
from liren.services.matching import Matched, Members, Orders, greedy, match, spread

CASES = ((2_000, 300), (5_000, 1_312), (20_000, 1_312))
SKILLS, EACH, MOST, ROUNDS = 8, 3, 60, 3
LIMIT_S = 1.0
HEAD = f"{'单 × 人':>16}{'':>8}{'秒':>8}{'CPU 秒':>8}{'没派出':>8}{'平均距离 米':>10}{'负荷标准差':>9}{'最多':>6}{'总代价':>14}"


class Ground:
    """Where people live: points in metres, and the micro-grid and grid of each as numbers."""

    def __init__(self) -> None:
        made = zone.generate()
        houses = made.town.buildings
        self.xy = Metres(zone.CENTRE[0]).of(np.array([(b.lon, b.lat) for b in houses]))
        homes = np.array([float(b.households) for b in houses])
        self.share = homes / homes.sum()
        micro = sorted({str(b.micro_grid) for b in houses})
        place = {code: n for n, code in enumerate(micro)}
        self.micro = np.array([place[b.micro_grid] for b in houses])
        self.grid = np.array([int(code[: Level.GRID]) for code in micro])

    def case(self, n: int, m: int, seed: int = 0) -> tuple[Orders, Members]:
        """n orders and m members, always the same."""
        rng = np.random.default_rng([seed, n, m])
        house = rng.choice(len(self.xy), n, p=self.share)
        orders = Orders(
            skill=rng.integers(0, SKILLS, n), place=np.zeros(n, np.int64), grid=self.grid[self.micro[house]],
            gender=rng.choice([0, 1, 2], n, p=[0.8, 0.15, 0.05]), xy=self.xy[house],
            mask=1 << rng.integers(0, 21, n) | 1 << rng.integers(0, 21, n) | 1 << rng.integers(0, 21, n),
            visit=rng.random(n) < 0.6, near=rng.random(n) < 0.05,
        )  # fmt: skip
        homes = self._homes(rng, m)
        skills = np.zeros((m, SKILLS), np.bool_)
        skills[np.arange(m)[:, None], rng.random((m, SKILLS)).argsort(axis=1)[:, :EACH]] = True
        return orders, Members(
            skills=skills, serves=np.ones((m, 1), np.bool_), grid=self.grid[self.micro[homes]],
            gender=rng.integers(1, 3, m), xy=self.xy[homes], mask=(rng.random((m, 21)) < 0.5) @ (1 << np.arange(21)),
            visits=rng.random(m) < 0.9, load=np.zeros(m, np.int64), most=np.full(m, MOST),
        )  # fmt: skip

    def _homes(self, rng: np.random.Generator, m: int) -> np.ndarray:
        """A house in each of m micro-grids."""
        chosen = rng.permutation(len(self.grid))[:m]
        return np.array([rng.choice(np.flatnonzero(self.micro == g)) for g in chosen])


def main() -> None:
    """Print a table and, for 20,000 × 1,312, whether it stayed within a second of CPU."""
    ground = Ground()
    match(*ground.case(50, 20))
    print(HEAD)
    for n, m in CASES:
        orders, members = ground.case(n, m)
        fair, wall, cpu = _least(partial(match, orders, members))
        near, near_wall, near_cpu = _least(partial(greedy, orders, members))
        _row(f"{n:,} × {m:,}", "最小费用流", fair, members, wall, cpu)
        _row("", "贪心", near, members, near_wall, near_cpu)
        ways, loads = _way(fair) / _way(near) - 1, 1 - spread(fair, members).std() / spread(near, members).std()
        print(f"{'':>16}  多走 {ways:.0%}，负荷标准差少 {loads:.0%}，总代价 {_paid(fair) / _paid(near) - 1:+.1%}")
    print(
        f"20,000 × 1,312：CPU {cpu:.2f} 秒，{'在' if cpu <= LIMIT_S else '超过'} {LIMIT_S:g} 秒{'以内' if cpu <= LIMIT_S else ''}"
    )


def _least(act: Callable[[], Matched]) -> tuple[Matched, float, float]:
    """What came of it, with the least seconds of wall and of CPU of three rounds."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        came = act()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return came, min(walls), min(cpus)


def _way(found: Matched) -> float:
    return float(found.metres[found.member >= 0].mean())


def _paid(found: Matched) -> int:
    """The cost without what nobody could take, which is the same for both ways where both leave as many."""
    return found.cost - matching.UNASSIGNED * int((found.member < 0).sum())


def _row(what: str, how: str, found: Matched, members: Members, wall: float, cpu: float) -> None:
    load, nobody = spread(found, members), int((found.member < 0).sum())
    print(
        f"{what:>16}{how:>7}{wall:>9.2f}{cpu:>9.2f}{nobody:>9,}{_way(found):>14.0f}{load.std():>13.2f}{load.max():>8}{_paid(found):>15,}"
    )
