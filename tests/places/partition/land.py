"""Small pieces of land for the tests of the partitioner."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from liren.places.partition import neighbours

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("LIREN_DATA", ROOT.parent / "shared" / "data"))


def real(name: str) -> Path:
    """Real data; without it the test is skipped and says so."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"没有真实数据 {path}。请把 LIREN_DATA 指向数据目录。")
    return path


def scattered(n: int, seed: int = 0, tower: int = 0) -> dict[str, Any]:
    """n houses at random on a square, streets every 300 m; with `tower`, the first is a building of so many people."""
    rng = np.random.default_rng(seed)
    side = 40 * np.sqrt(n)
    xy = rng.uniform(0, side, (n, 2))
    lines = [shapely.linestrings([(a, -9), (a, side + 9)]) for a in np.arange(150, side, 300)]
    lines += [shapely.linestrings([(-9, a), (side + 9, a)]) for a in np.arange(150, side, 300)]
    found = neighbours(list(shapely.points(xy)), shapely.box(0, 0, side, side), {2: lines})
    weight = rng.integers(1, 30, n)
    if tower:
        weight[0] = tower
    return {
        "xy": found.xy, "weight": weight, "area": found.area, "edges": found.edges, "edge_len": found.edge_len,
        "edge_road": found.edge_road, "rim": found.rim,
    }  # fmt: skip


def raster(rows: int, columns: int) -> dict[str, Any]:
    """Houses of one person on a raster of 20 m."""
    n = rows * columns
    y, x = np.divmod(np.arange(n), columns)
    right = [(i, i + 1) for i in range(n) if (i + 1) % columns]
    up = [(i, i + columns) for i in range(n - columns)]
    edges = np.array(right + up)
    return {
        "xy": np.column_stack([x, y]) * 20.0, "weight": np.ones(n), "area": np.full(n, 400.0), "edges": edges,
        "edge_len": np.full(len(edges), 20.0), "edge_road": np.zeros(len(edges), np.uint8),
    }  # fmt: skip


def pieces(edges: np.ndarray, labels: np.ndarray) -> int:
    """How many connected pieces the parts have together; counted without the code under test."""
    parent = list(range(len(labels)))

    def top(v: int) -> int:
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = parent[v]
        return v

    for a, b in edges.tolist():
        if labels[a] == labels[b]:
            parent[top(a)] = top(b)
    return len({top(v) for v in range(len(labels))})


def six_grids(order: np.ndarray | None = None) -> dict[str, Any]:
    """Six grids of different sizes as one set of arrays, the grids in any order."""
    lands = [scattered(n, n) for n in (20, 35, 50, 15, 42, 28)]
    chosen = np.arange(len(lands)) if order is None else order
    starts = np.cumsum([0, *(len(lands[i]["weight"]) for i in chosen)])
    made = {key: np.concatenate([lands[i][key] for i in chosen]) for key in lands[0] if key != "edges"}
    made["edges"] = np.concatenate([lands[i]["edges"] + a for i, a in zip(chosen, starts[:-1], strict=True)])
    made["grid_id"] = np.repeat([f"g{i}" for i in chosen], [len(lands[i]["weight"]) for i in chosen])
    return made
