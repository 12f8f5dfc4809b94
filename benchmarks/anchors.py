"""What others do with the same graphs: METIS, KaHIP, spopt and gerrychain, in a process of its own.

python anchors.py METHOD IN.npz OUT.npz SECONDS, run by the interpreter that has the package (benchmarks/partition.py). Needs
NumPy and the package, nothing of ours. IN holds the arrays of one or many grids; OUT gets labels, CPU seconds and the peak
memory. A method that takes longer than SECONDS ends where it is; rows not reached keep -1.
"""

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

Grid = dict[str, Any]


def lists(grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """CSR of a grid with whole edge weights of at least 1."""
    pairs, n = grid["edges"], len(grid["weight"])
    ends, others = np.concatenate([pairs, pairs[:, ::-1]]).T
    price = np.maximum(1, np.round(np.tile(grid["price"], 2) * 100)).astype(int)
    order = np.lexsort((others, ends))
    start = np.searchsorted(ends[order], np.arange(n + 1))
    return start, others[order], price[order]


def metis(grid: Grid) -> np.ndarray:
    import pymetis

    start, near, price = lists(grid)
    options = pymetis.Options(contig=1, ncuts=10, ufactor=30, seed=1)
    _, labels = pymetis.part_graph(
        grid["k"], xadj=start, adjncy=near, vweights=grid["weight"].astype(int), eweights=price, options=options,
        recursive=False,
    )  # fmt: skip
    return np.array(labels)


def kahip(grid: Grid) -> np.ndarray:
    import kahip as library

    start, near, price = lists(grid)
    mode = 2 if len(grid["weight"]) < 2000 else 1  # STRONG for grids, ECO for the whole town
    weight = np.maximum(1, grid["weight"].astype(int)).tolist()
    _, labels = library.kaffpa(weight, start.tolist(), price.tolist(), near.tolist(), grid["k"], 0.03, True, 1, mode)
    return np.array(labels)


def spopt_ward(grid: Grid) -> np.ndarray:
    import geopandas
    from libpysal.weights import W
    from spopt.region import WardSpatial

    near: dict[int, list[int]] = {i: [] for i in range(len(grid["weight"]))}
    for a, b in grid["edges"].tolist():
        near[a].append(b)
        near[b].append(a)
    table = geopandas.GeoDataFrame({"x": grid["xy"][:, 0], "y": grid["xy"][:, 1]})
    model = WardSpatial(table, W(near, silence_warnings=True), ["x", "y"], grid["k"])
    model.solve()
    return np.array(model.labels_)


def gerrychain_tree(grid: Grid) -> np.ndarray:
    import networkx
    from gerrychain import Graph
    from gerrychain.tree import recursive_tree_part

    graph = networkx.Graph()
    graph.add_nodes_from((i, {"people": int(w)}) for i, w in enumerate(grid["weight"]))
    graph.add_edges_from(map(tuple, grid["edges"].tolist()))
    goal = grid["weight"].sum() / grid["k"]
    plan = recursive_tree_part(Graph.from_networkx(graph), range(grid["k"]), goal, "people", 0.1)
    return np.array([plan[i] for i in range(len(grid["weight"]))])


METHODS: dict[str, Callable[[Grid], np.ndarray]] = {
    "METIS": metis, "KaHIP": kahip, "spopt WardSpatial": spopt_ward, "gerrychain tree": gerrychain_tree,
}  # fmt: skip


def peak() -> float:
    """Peak memory of this process alone in MB: rusage would count the parent's before exec."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def main(method: str, source: str, target: str, limit: str) -> None:
    """Run one method over the grids of a file."""
    warnings.simplefilter("ignore")
    held = np.load(source)
    which, pairs = held["which"], held["edges"]
    labels = np.full(len(which), -1)
    began = time.process_time()
    for g, k in enumerate(held["k"].tolist()):
        if time.process_time() - began > float(limit):
            break
        rows = np.flatnonzero(which == g)
        place = np.full(len(which), -1)
        place[rows] = np.arange(len(rows))
        inside = (which[pairs] == g).all(axis=1)
        grid = {
            "k": k, "edges": place[pairs[inside]], "price": held["price"][inside], "weight": held["weight"][rows],
            "xy": held["xy"][rows],
        }  # fmt: skip
        try:
            labels[rows] = METHODS[method](grid) if k > 1 else 0
        except RuntimeError:
            continue
    memory = peak()
    np.savez(target, labels=labels, seconds=time.process_time() - began, memory=memory)


if __name__ == "__main__":
    main(*sys.argv[1:])
