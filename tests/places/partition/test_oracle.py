"""On a few buildings the search finds what CP-SAT proves to be the best: the cheapest cut within the same balance."""

import warnings

import numpy as np
import pytest

from liren.places.partition import Weights, partition
from liren.places.partition.graph import build
from liren.places.partition.run import INSIDE
from liren.places.partition.score import prices
from tests.places.partition.land import scattered

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from ortools.sat.python import cp_model

CUT_ONLY = Weights(square=0.0, beyond=1000.0, shape=0.0)


def cheapest(land, k: int, low: float, high: float) -> float | None:
    """The least price of a connected plan whose parts hold low to high people; proved, else None."""
    graph = build(
        **{("road" if key == "edge_road" else "length" if key == "edge_len" else key): v for key, v in land.items()}
    )
    n, price = graph.n, np.round(prices(graph, k, CUT_ONLY) * 10_000).astype(int)
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(k)] for _ in range(n)]
    for v in range(n):
        model.add_exactly_one(x[v])
        for p in range(v + 1, k):
            model.add(x[v][p] == 0)
    for p in range(k):
        held = sum(int(graph.weight[v]) * x[v][p] for v in range(n))
        model.add_linear_constraint(held, int(np.ceil(low)), int(np.floor(high)))
    cut = []
    for a, b in graph.edges.tolist():
        apart = model.new_bool_var("")
        for p in range(k):
            model.add_implication(x[a][p], x[b][p]).only_enforce_if(apart.negated())
        cut.append(apart)
    model.minimize(sum(int(c) * y for c, y in zip(price, cut, strict=True)))
    near = [[] for _ in range(n)]
    for a, b in graph.edges.tolist():
        near[a].append(b)
        near[b].append(a)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 4
    for _ in range(60):
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        label = [next(p for p in range(k) if solver.value(x[v][p])) for v in range(n)]
        lost = separated(near, label, k)
        if not lost:
            return solver.objective_value / 10_000
        for piece, rest, p in lost:
            ring = {u for v in piece for u in near[v]} - piece
            for one in (min(piece),):
                model.add_bool_or([x[one][p].negated(), x[rest][p].negated(), *(x[u][p] for u in ring)])
    return None


def separated(near, label, k):
    """(piece, a building of the main piece, part) for every piece that hangs apart from its part."""
    found, seen = {p: [] for p in range(k)}, set()
    for s in range(len(label)):
        if s in seen:
            continue
        piece, queue = {s}, [s]
        while queue:
            for u in near[queue.pop()]:
                if label[u] == label[s] and u not in piece:
                    piece.add(u)
                    queue.append(u)
        seen |= piece
        found[label[s]].append(piece)
    lost = []
    for p, group in found.items():
        group.sort(key=len)
        lost += [(piece, min(group[-1]), p) for piece in group[:-1]]
    return lost


@pytest.mark.parametrize(("n", "k", "seed"), [(12, 3, 1), (16, 3, 2), (18, 4, 3), (20, 3, 4)])
def test_the_search_finds_the_cheapest_cut_that_cp_sat_proves(n, k, seed):
    land = scattered(n, seed)
    window = 0.15
    found = partition(**land, k=k, tol=window / INSIDE, weights=CUT_ONLY, seed=0)
    assert found.metrics.max_dev <= window + 1e-9
    goal = land["weight"].sum() / k
    best = cheapest(land, k, (1 - window) * goal, (1 + window) * goal)
    assert best is not None
    assert found.objective == pytest.approx(best, abs=0.002)
