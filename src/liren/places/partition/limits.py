"""What no plan could do better, and what people will ask about, in words."""

from dataclasses import dataclass

import numpy as np

from liren.places.partition.graph import Graph
from liren.places.partition.score import TOLERANCE, Metrics


@dataclass(frozen=True, slots=True)
class Bounds:
    """No plan has a smaller largest deviation than `max_dev`, nor a smaller mean one than `mean_dev`."""

    max_dev: float
    mean_dev: float
    heavy: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something about the plan that people will ask about: `code` for programs, `sentence` for them."""

    code: str
    sentence: str
    ids: tuple[int, ...] = ()


def bounds(graph: Graph, k: int, tolerance: float = TOLERANCE) -> Bounds:
    """What indivisible buildings alone force: the largest sets max_dev, and what is too much in some parts is missing
    in others, so the mean is at least twice the excess over k."""
    goal = graph.weight.sum() / k
    excess = np.maximum(0, graph.weight / goal - 1)
    heavy = np.flatnonzero(graph.weight > (1 + tolerance) * goal)
    heavy = heavy[np.argsort(-graph.weight[heavy], kind="stable")]
    return Bounds(float(excess.max()), float(2 * excess.sum() / k), tuple(int(i) for i in heavy))


def reasons(graph: Graph, limits: Bounds, found: Metrics, tolerance: float = TOLERANCE) -> tuple[Reason, ...]:
    """In words: what limits this plan, and what on the ground it had to bridge."""
    said: list[Reason] = []
    goal = graph.weight.sum() / found.parts
    if limits.heavy:
        most, count = graph.weight[limits.heavy[0]], len(limits.heavy)
        sentence = f"受单体楼限制：有 {count} 栋楼的人口超过一个微网格的目标（{goal:.0f}），最大的一栋 {most:.0f}，楼不能拆开，"
        said.append(Reason("heavy_building", f"{sentence}最大偏差至少 {limits.max_dev:.1%}。", limits.heavy))
    if found.max_dev > max(tolerance, limits.max_dev) + 1e-9:
        sentence = (
            f"最大偏差 {found.max_dev:.1%}，超过容差 {tolerance:.0%}：楼栋大小不一、须连成一片，再匀就要切碎或跨路。"
        )
        said.append(Reason("uneven", sentence))
    if len(graph.bridges):
        ends = tuple(int(i) for i in graph.bridges.ravel())
        sentence = f"有 {len(graph.bridges)} 处楼栋与其余楼栋不相邻（孤岛），已按最近的两栋连上，请核对。"
        said.append(Reason("island", sentence, ends))
    return tuple(said)
