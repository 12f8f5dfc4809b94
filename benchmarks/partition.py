"""Micro-grids: one grid, a town of 260, thirty thousand buildings at once; beside METIS, KaHIP, spopt and gerrychain.

The town is town.py's (kernels.md §2); every plan is scored by the same code (liren.places.partition.score), pieces too
many are counted, and J is given as it is and for the plan made usable (each part in one piece, none empty). Seconds are
CPU time of one core. The others run in a process and an environment of their own (peers.py), which is made when it is
missing. The published districts stand in LIREN_DATA.
"""

import csv
import gzip
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks import peers, town
from benchmarks.anchors import METHODS
from liren.places.geometry import Metres
from liren.places.partition import apportion, graph_file, partition, partition_many, score
from liren.places.partition.graph import Graph, build

LIMIT_S = 60
GIANT = 300
Labels = NDArray[np.integer]
HEAD = f"{'':22}{'秒':>7}{'个数':>6}{'最大偏差':>8}{'平均':>7}{'p95':>7}{'断开':>6}{'PP':>6}{'MOI':>6}{'在路上':>7}{'J':>8}{'补好 J':>7}{'内存 MB':>8}"


class Case:
    """Grids with their number of parts over the arrays of the town."""

    def __init__(self, made: town.Town, which: NDArray[np.integer], k: list[int]) -> None:
        self.town, self.which, self.k = made, which, k
        a = made.adjacency
        self.arrays = {
            "xy": a.xy, "weight": made.people, "area": a.area, "edges": a.edges, "edge_len": a.edge_len,
            "edge_road": a.edge_road,
        }  # fmt: skip

    def graphs(self) -> Iterator[tuple[NDArray[np.integer], Graph, int]]:
        """(rows, graph, parts) of each grid."""
        a = self.town.adjacency
        side = self.which[a.edges]
        for g, k in enumerate(self.k):
            rows = np.flatnonzero(self.which == g)
            place = np.full(len(self.which), -1)
            place[rows] = np.arange(len(rows))
            inside = (side == g).all(axis=1)
            out = (side == g).sum(axis=1) == 1
            ends = a.edges[out]
            mine = place[np.where(self.which[ends[:, 0]] == g, ends[:, 0], ends[:, 1])]
            rim = a.rim[rows] + np.bincount(mine, a.edge_len[out], len(rows))
            links = (place[a.edges[inside]], a.edge_len[inside], a.edge_road[inside])
            yield rows, build(a.xy[rows], self.town.people[rows], a.area[rows], *links, rim), k

    def row(self, name: str, labels: Labels, seconds: float, memory: float) -> float:
        """Print the figures of a plan; returns J."""
        found, off, total, whole, parts, reached = [], [], 0.0, 0.0, 0, 0
        for rows, graph, k in self.graphs():
            mine = labels[rows]
            if (mine < 0).any():
                continue
            reached += 1
            found.append(score.measure(graph, mine, k))
            off.append(np.abs(score.people(graph, mine, k) / (graph.weight.sum() / k) - 1))
            total += score.objective(graph, mine, k)
            whole += score.objective(graph, mended(graph, mine, k), k)
            parts += found[-1].parts
        if not reached:
            print(f"{name:22}{seconds:7.1f}  没有结果（限 {LIMIT_S} 秒）")
            return float("inf")
        dev = np.concatenate(off)
        pp = np.mean([m.polsby_popper or 0 for m in found])
        note = "" if reached == len(self.k) else f"  只到 {reached}/{len(self.k)} 个网格"
        print(
            f"{name:22}{seconds:7.1f}{parts:6}{dev.max():8.1%}{dev.mean():7.2%}{np.percentile(dev, 95):7.1%}"
            f"{sum(m.contiguity_faults for m in found):6}{pp:6.3f}{np.mean([m.moi for m in found]):6.3f}"
            f"{np.mean([m.road_share for m in found]):7.1%}{total:8.0f}{whole:8.0f}{memory:8.0f}{note}",
            flush=True,
        )
        self.whole = whole
        return total if reached == len(self.k) else float("inf")

    def ours(self) -> Labels:
        """Our plan, with seconds and memory printed."""
        chosen = self.which >= 0
        began = time.process_time()
        if len(self.k) == 1 and chosen.all():
            labels = partition(**self.arrays, k=self.k[0]).labels
        else:
            labels = np.full(len(chosen), -1)
            labels[chosen] = self.many().labels
        return self.scored("里仁", labels, time.process_time() - began, memory())

    def many(self):  # type: ignore[no-untyped-def]
        """partition_many over the chosen rows."""
        rows = np.flatnonzero(self.which >= 0)
        place = np.full(len(self.which), -1)
        place[rows] = np.arange(len(rows))
        a = self.arrays
        inside = (self.which[a["edges"]] >= 0).all(axis=1)
        return partition_many(
            self.which[rows], a["xy"][rows], a["weight"][rows], a["area"][rows], place[a["edges"][inside]],
            a["edge_len"][inside], a["edge_road"][inside], k_per_grid=dict(enumerate(self.k)),
        )  # fmt: skip

    def scored(self, name: str, labels: Labels, seconds: float, used: float) -> Labels:
        self.best = self.row(name, labels, seconds, used)
        return labels

    def anchors(self, folder: Path) -> None:
        """The others, and how much lower our J is."""
        source, target = folder / "in.npz", folder / "out.npz"
        price, interpreter = town_prices(self), peers.python()
        arrays = {name: self.arrays[name] for name in ("xy", "weight", "edges")}
        np.savez(source, which=self.which, k=np.array(self.k), price=price, **arrays)
        for method in METHODS:
            words = [interpreter, str(Path(__file__).with_name("anchors.py"))]
            try:
                done = subprocess.run(
                    [*words, method, str(source), str(target), str(LIMIT_S)], capture_output=True, text=True,
                    timeout=2 * LIMIT_S, env=os.environ | {"OMP_NUM_THREADS": "1"},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                print(f"{method:22}  {2 * LIMIT_S} 秒内没有结果")
                continue
            if done.returncode:
                print(f"{method:22}  没有结果：{(done.stderr.strip().splitlines() or ['?'])[-1][:80]}")
                continue
            held = np.load(target)
            theirs = self.row(method, held["labels"], float(held["seconds"]), float(held["memory"]))
            if np.isfinite(theirs):
                print(f"{'':22}里仁的 J 低 {1 - self.best / theirs:.0%}，与补好的比低 {1 - self.best / self.whole:.0%}")

    def bounds(self) -> None:
        """What no plan could do better."""
        from liren.places.partition.limits import bounds

        found = [(bounds(graph, k), k) for _, graph, k in self.graphs()]
        mean = sum(b.mean_dev * k for b, k in found) / sum(k for _, k in found)
        heavy = sum(bool(b.heavy) for b, _ in found)
        print(f"{'下限':20}{'':13}{max(b.max_dev for b, _ in found):8.1%}{mean:7.2%}   有超大单体楼的网格 {heavy} 个")


def mended(graph: Graph, labels: Labels, k: int) -> Labels:
    """The same plan made usable: of every part its main piece, the rest to a neighbour, and no part empty."""
    from liren.places.partition import warm
    from liren.places.partition.split import Land

    land = Land(graph.start, graph.neighbour, score.prices(graph, k)[graph.edge], score.moments(graph), graph.xy)
    return warm.begin(land, labels.astype(np.int32), k)


def town_prices(case: Case) -> NDArray[np.float64]:
    """The price of each edge in its grid, 0 between grids."""
    a, price = case.town.adjacency, np.zeros(len(case.town.adjacency.edges))
    area = np.bincount(np.maximum(case.which, 0), a.area * (case.which >= 0), len(case.k))
    side = np.sqrt(area / np.array(case.k))
    grid = np.maximum(case.which[a.edges[:, 0]], 0)
    price[:] = a.edge_len / side[grid] * np.array(score.USUAL.roads)[a.edge_road]
    return price


def memory() -> float:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def changed(case: Case, labels: Labels) -> None:
    """Next month: 4 % of the buildings gain or lose half, 10 % of the grids gain a building's worth of people."""
    rng = np.random.default_rng(1)
    made, a = case.town, case.arrays
    weight = made.people.astype(float)
    some = rng.random(len(weight)) < 0.04
    weight[some] = np.round(weight[some] * rng.choice([0.5, 1.5], some.sum()))
    for g in rng.choice(len(case.k), len(case.k) // 10, replace=False):
        weight[rng.choice(np.flatnonzero(case.which == g))] += 60
    parts = dict(enumerate(case.k))
    print(f"{'':22}{'秒':>7}{'换网格的户':>8}{'平均偏差':>8}{'5% 以内':>8}{'J':>8}")
    for name, keep, ref in (("不动", 1.0, 0), ("增量 keep=1", 1.0, None), ("增量 keep=0", 0.0, None)):
        began = time.process_time()
        plan = partition_many(
            case.which,
            **(a | {"weight": weight}),
            k_per_grid=parts,
            ref=labels,
            ref_weight=made.people,
            keep=keep,
            steps=ref,
        )
        seconds = time.process_time() - began
        moved = made.households[plan.labels != labels].sum() / made.households.sum()
        dev = plan.deviations
        print(
            f"{name:20}{seconds:7.1f}{moved:10.2%}{dev.mean():10.2%}{(dev < 0.05).mean():9.1%}{plan.objective:8.0f}",
            flush=True,
        )


def published() -> None:
    """Iowa's congressional districts and the wards of Providence as enacted, beside ours over the same adjacency."""
    data = Path(os.environ.get("LIREN_DATA", Path(__file__).parents[2] / "shared" / "data")) / "partition-cases"
    for land, links, enacted, k in (
        ("iowa_counties", "iowa_edges", "CD", 4), ("providence_blocks", "providence_edges", "WARD", 15),
    ):  # fmt: skip
        if not (data / f"{land}.geojson.gz").exists():
            print(f"没有真实数据 {data}，跳过。请把 LIREN_DATA 指向数据目录。")
            return
        features = json.loads(gzip.decompress((data / f"{land}.geojson.gz").read_bytes()))["features"]
        rows = [f["properties"] for f in features]
        edges = (data / f"{links}.csv").read_bytes()
        shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
        table = "id,population,area,x,y,perimeter"
        for r, shape in zip(rows, map(Metres(shapes[0].centroid.x).shape, shapes), strict=True):
            middle = shape.centroid
            table += f"\n{r['GEOID10']},{r['TOTPOP']},{shape.area},{middle.x},{middle.y},{shape.length}"
        drawn = {str(r["GEOID10"]): str(r[enacted]) for r in rows}
        held: dict[str, int] = {}
        for r in rows:
            held[str(r[enacted])] = held.get(str(r[enacted]), 0) + r["TOTPOP"]
        off = max(abs(n / (sum(held.values()) / k) - 1) for n in held.values())
        cut = sum(drawn[e["a"]] != drawn[e["b"]] for e in csv.DictReader(edges.decode().splitlines()))
        began = time.process_time()
        made = graph_file.make(table.encode(), edges, k)
        f = made.figures
        print(
            f"{land:20} 已颁布：最大偏差 {off:.3%}，切断 {cut} 条；里仁：最大偏差 {f['max_dev']:.3%}，切断 {f['cut_edges']} 条，"
            f"断开 {f['contiguity_faults']}，{time.process_time() - began:.1f} 秒"
        )


def main() -> None:
    """All cases, one table each."""
    made = town.generate()
    n, grid = len(made.people), made.grid
    persons = np.bincount(grid, made.people)
    k = apportion(persons.tolist(), np.bincount(grid).tolist(), town.MICRO_GRIDS)
    print(
        f"{n} 栋，{made.households.sum()} 户，{made.people.sum()} 人，{len(k)} 个网格，相邻 {len(made.adjacency.edges)} 对"
    )
    partition(**Case(made, grid, k).arrays, k=2, steps=1)
    one = int(np.argsort(np.abs(np.bincount(grid) - 117) + 100 * (np.array(k) != 5))[0])
    whole = Case(made, grid, k)
    cases = (
        (f"一个网格（{(grid == one).sum()} 栋）分成 {k[one]} 个", Case(made, np.where(grid == one, 0, -1), [k[one]])),
        (f"全镇 260 个网格分成 {sum(k)} 个", whole),
        (f"{n} 栋不分网格，一次分成 {GIANT} 个", Case(made, np.zeros(n, int), [GIANT])),
    )
    with tempfile.TemporaryDirectory(prefix="liren-partition-") as folder:
        plans = []
        for title, case in cases:
            print(f"\n{title}\n{HEAD}")
            plans.append(case.ours())
            case.anchors(Path(folder))
            case.bounds()
    print("\n增量：一个月以后")
    changed(whole, plans[1])
    print("\n已颁布的选区")
    published()


if __name__ == "__main__":
    main()
