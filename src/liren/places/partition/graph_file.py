"""Two tables, nodes and edges, as the arrays of `partition`: for an adjacency that somebody else has drawn up."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.embed import embed
from liren.places.partition.graph import Floats
from liren.places.partition.plan_file import figures
from liren.places.partition.result import Result
from liren.places.partition.run import partition
from liren.places.partition.score import TOLERANCE
from liren.places.partition.trouble import BadEdge, BadWeight, DoubleEdge, PartitionError

NODE: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "geoid10", "geoid", "编号"), "population": ("population", "pop", "totpop", "weight", "人口"),
    "area": ("area", "aland10", "area_m2", "面积"), "x": ("x",), "y": ("y",), "perimeter": ("perimeter", "周长"),
}  # fmt: skip
EDGE: Mapping[str, tuple[str, ...]] = {
    "a": ("a", "source", "from"), "b": ("b", "target", "to"),
    "length": ("length", "shared_border_m", "len", "长度"), "road": ("road", "道路"),
}  # fmt: skip
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Made:
    """(id, part) of every node, the figures and reasons of the handle."""

    rows: list[tuple[str, int]]
    figures: dict[str, object]
    reasons: list[str]
    result: Result


def make(nodes: bytes, edges: bytes, parts: int, *, tol: float = TOLERANCE, seed: int = 0) -> Made:
    """Cut the nodes into `parts`. Raises PartitionError and its children with a sentence."""
    node = _table(nodes, NODE, ("id", "population"), "点")
    names = node["id"]
    place = {name: i for i, name in enumerate(names)}
    if len(place) < len(names):
        raise PartitionError(f"点表里有重复的 id：{_some([n for i, n in enumerate(names) if place[n] != i])}。")
    weight = _numbers(node["population"], names, "population")
    area = _numbers(node["area"], names, "area") if "area" in node else np.ones(len(names))
    pairs, length, road = _edges(_table(edges, EDGE, ("a", "b"), "边"), place)
    placed = "x" in node and "y" in node
    if placed:
        xy = np.column_stack([_numbers(node[c], names, c, negative=True) for c in ("x", "y")])
    else:
        xy = embed(pairs, area)
    rim = None
    if "perimeter" in node:
        shared = np.bincount(pairs.ravel(), np.repeat(length, 2), len(names))
        rim = np.maximum(0.0, _numbers(node["perimeter"], names, "perimeter") - shared)
    result = partition(xy, weight, area, pairs, length, road, parts, rim=rim, tol=tol, seed=seed)
    reasons = [reason.sentence for reason in result.reasons]
    if rim is None:
        reasons.append("点表没有 perimeter（周长），算不出 Polsby–Popper 紧凑度。")
    if not placed:
        reasons.append("点表没有 x、y，按相邻关系推算位置，算不出 moi。")
    told = figures(result, None) | ({} if placed else {"moi": None})
    rows = [(name, int(part) + 1) for name, part in zip(names, result.labels, strict=True)]
    return Made(rows, told, reasons, result)


def _table(
    content: bytes, headings: Mapping[str, tuple[str, ...]], needed: Sequence[str], what: str
) -> dict[str, list[str]]:
    """The columns that we know, by our names."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise PartitionError(f"{what}表的文字编码认不出来。请另存为“CSV UTF-8”。") from trouble
    rows = list(csv.reader(io.StringIO(text)))
    if len(rows) < 2:
        raise PartitionError(f"{what}表里没有内容。第一行是列名，从第二行起每行一个{what}。")
    said = [cell.strip().lower() for cell in rows[0]]
    at = {name: said.index(one) for name, spelled in headings.items() for one in spelled if one in said}
    missing = [name for name in needed if name not in at]
    if missing:
        raise PartitionError(f"{what}表没有 {'、'.join(missing)} 这一列。列名是：{'、'.join(rows[0])}。")
    short = [i + 2 for i, row in enumerate(rows[1:]) if len(row) <= max(at.values())]
    if short:
        raise PartitionError(f"{what}表第 {_some(short)} 行缺列。")
    return {name: [row[column].strip() for row in rows[1:]] for name, column in at.items()}


def _numbers(cells: Sequence[str], names: Sequence[str], column: str, negative: bool = False) -> Floats:
    found = np.full(len(cells), np.nan)
    for i, cell in enumerate(cells):
        try:
            found[i] = float(cell)
        except ValueError:
            continue
    bad = np.flatnonzero(~np.isfinite(found) | ((found < 0) & (not negative)))
    if len(bad):
        raise BadWeight(f"{_some([names[i] for i in bad.tolist()])} 的 {column} 不是数，或是负数。", bad.tolist())
    return found


def _edges(edge: dict[str, list[str]], place: dict[str, int]) -> tuple[NDArray[np.int64], Floats, NDArray[np.uint8]]:
    """Each pair once; a table that has every pair in both directions is as good, if the lengths agree."""
    lost = sorted({name for column in ("a", "b") for name in edge[column] if name not in place})
    if lost:
        raise BadEdge(f"边表里的 {_some(lost)} 不在点表里。")
    rows = [f"{a}–{b}" for a, b in zip(edge["a"], edge["b"], strict=True)]
    length = _numbers(edge["length"], rows, "length") if "length" in edge else np.ones(len(rows))
    road = _numbers(edge["road"], rows, "road") if "road" in edge else np.zeros(len(rows))
    ends = np.array([[place[a], place[b]] for a, b in zip(edge["a"], edge["b"], strict=True)], np.int64).reshape(-1, 2)
    pairs, first, again = np.unique(np.sort(ends, axis=1), axis=0, return_index=True, return_inverse=True)
    again = again.reshape(-1)
    uneven = np.flatnonzero(length != length[first][again])
    if len(uneven):
        raise DoubleEdge(
            f"{_some([rows[i] for i in uneven.tolist()])} 来回两个方向的长度不一样。请核对。", uneven.tolist()
        )
    same_way = np.unique(ends, axis=0, return_inverse=True)[1].reshape(-1)
    if (np.bincount(same_way) > 1).any():
        twice = np.flatnonzero(np.bincount(same_way)[same_way] > 1)
        raise DoubleEdge(f"{_some([rows[i] for i in twice.tolist()])} 写了不止一次。同一对只写一次。", twice.tolist())
    return pairs, length[first], road[first].astype(np.uint8)


def _some(things: Sequence[object]) -> str:
    shown = "、".join(str(thing) for thing in things[:SHOWN])
    return shown if len(things) <= SHOWN else f"{shown} 等 {len(things)} 个"
