"""From a file of buildings to a plan: what `liren partition` and the studio do before and after `partition`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from liren.places.geometry import DATUM_LABELS, Metres, to_wgs84
from liren.places.partition.adjacency import neighbours
from liren.places.partition.graph import Floats, Ints
from liren.places.partition.people import People, as_whole, count
from liren.places.partition.reading import Features, check_buildings, roads_of
from liren.places.partition.result import Progress, Result
from liren.places.partition.run import partition
from liren.places.partition.score import TOLERANCE
from liren.places.partition.trouble import PartitionError, TooManyParts

MATCHED = 5  # buildings found again; fewer prove nothing about the datum
LOOKED_AT = 3000  # buildings laid over the roads
CROSSED, CLEARLY = 0.05, 1 / 3


@dataclass(frozen=True, slots=True)
class Made:
    """The plan as a file, its figures as the handle prints them, and reasons in words."""

    document: dict[str, object]
    figures: dict[str, object]
    reasons: list[str]
    result: Result


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The plan in force: part (n) of each building of the new file, -1 for a new one; people then; names of the parts."""

    part: Ints
    weight: Floats
    names: list[int]


def make(
    found: Features,
    *,
    roads: Features | None = None,
    previous: Features | None = None,
    people: str = "",
    parts: int | None = None,
    households: float | None = None,
    declared: bool = False,
    tol: float = TOLERANCE,
    seed: int = 0,
    progress: Progress | None = None,
) -> Made:
    """Cut the buildings of a file into `parts`, or into parts of about `households` each, or as many as `previous` has.

    `declared` says that the file named its datum; otherwise it is laid over roads and earlier plan, and one that fits
    clearly better as GCJ-02 or BD-09 is stopped. Raises PartitionError and its children with a sentence.
    """
    shapes, metres = check_buildings(found)
    counted = count(found.properties, shapely.area(shapes), people)
    lines = roads_of(roads, metres) if roads else None
    if not declared:
        _ask_datum(found, metres, lines, previous)
    earlier = _earlier(found, previous) if previous else None
    k = _how_many(counted, len(shapes), parts, households, earlier)
    names = _names(earlier, k)
    ground = neighbours(list(shapes), roads=lines)
    before = None if earlier is None else _numbered(earlier, names)
    still = earlier is not None and before is not None and _same(earlier, before, counted, k)
    result = partition(
        ground.xy, counted.weight, ground.area, ground.edges, ground.edge_len, ground.edge_road, k,
        rim=ground.rim, tol=tol, ref=before, seed=seed, steps=0 if still else None, progress=progress,
    )  # fmt: skip
    part = np.array(names)[result.labels]
    rows = zip(_rows(found), found.properties, part.tolist(), as_whole(counted.weight), strict=True)
    for row, told, name, weight in rows:
        row["properties"] = {**told, "part": name, "people": weight}
    return Made(found.document, figures(result, counted, earlier is not None), _reasons(result, counted, found), result)


def figures(result: Result, counted: People | None, incremental: bool = False) -> dict[str, object]:
    """The keys that the handle promises, and a few more. Shares and deviations are fractions."""
    m = result.metrics
    told: dict[str, object] = {
        "parts": m.parts, "buildings": m.buildings, "population": round(m.population, 1),
        "max_dev": round(m.max_dev, 6), "mean_dev": round(m.mean_dev, 6), "p95_dev": round(m.p95_dev, 6),
        "contiguity_faults": m.contiguity_faults,
        "polsby_popper": None if m.polsby_popper is None else round(m.polsby_popper, 4),
        "road_share": round(m.road_share, 4), "bound_max_dev": round(result.bounds.max_dev, 6),
        "bound_mean_dev": round(result.bounds.mean_dev, 6), "cut_edges": m.cut_edges, "moi": round(m.moi, 4),
        "islands": len(result.bridges),
    }  # fmt: skip
    if counted is not None:
        told["people_from"] = counted.source
    if incremental:
        told |= {"moved": round(m.moved, 1), "moved_share": round(m.moved_share, 6)}
    return told


def _rows(found: Features) -> list[dict[str, object]]:
    rows = found.document["features"]
    assert isinstance(rows, list)
    return rows


def _reasons(result: Result, counted: People, found: Features) -> list[str]:
    said = [f"人数取自：{counted.source}。"]
    if counted.missing:
        first = "、".join(found.ids[i] for i in counted.missing[:3])
        assumed = "按一层计" if "层数" in counted.source else "按 0 人计"
        said.append(f"有 {len(counted.missing)} 栋没有这项数字（如 {first}），{assumed}。")
    for reason in result.reasons:
        which = f"（{'、'.join(found.ids[i] for i in reason.ids[:3])}）" if reason.ids else ""
        said.append(reason.sentence[:-1] + which + "。")
    return said


def _how_many(counted: People, n: int, parts: int | None, households: float | None, earlier: _Earlier | None) -> int:
    if parts is not None:
        k = parts
    elif households is not None:
        if not households > 0:
            raise PartitionError("每个微网格的户数要大于 0。")
        k = min(n, max(1, round(float(counted.weight.sum()) / (households * counted.household))))
    elif earlier is not None:
        k = len(earlier.names)
    else:
        raise PartitionError("请写明 --parts（一共几个）或 --households（每个约多少户）。")
    if not 1 <= k <= n:
        raise TooManyParts(f"{n} 栋楼分不成 {k} 个微网格：一栋楼不能拆开，每格至少一栋。")
    return k


def _earlier(found: Features, previous: Features) -> _Earlier:
    row = {name: i for i, name in enumerate(previous.ids)}
    part = np.full(len(found.ids), -1, np.int64)
    weight = np.full(len(found.ids), np.nan)
    for i, name in enumerate(found.ids):
        if name in row:
            told = previous.properties[row[name]]
            try:
                part[i] = int(str(told["part"]))
                weight[i] = float(str(told.get("people", "nan")))
            except (KeyError, ValueError) as trouble:
                raise PartitionError(
                    f"现行方案里 {name} 没有 part（整数）。请用 liren partition 写出的文件。"
                ) from trouble
    if (part < 0).all():
        raise PartitionError("现行方案里没有一栋楼与这份楼栋对得上（按 id）。请核对是不是同一片区域。")
    return _Earlier(part.astype(np.int32), weight, sorted(set(part[part >= 0].tolist())))


def _names(earlier: _Earlier | None, k: int) -> list[int]:
    """The number of each part: from 1, or those in force, the largest first where some must go; new ones count on."""
    if earlier is None:
        return list(range(1, k + 1))
    held = np.bincount(earlier.part[earlier.part >= 0], minlength=max(earlier.names) + 1)
    kept = sorted(sorted(earlier.names, key=lambda name: -held[name])[:k])
    return kept + list(range(max(earlier.names) + 1, max(earlier.names) + 1 + k - len(kept)))


def _numbered(earlier: _Earlier, names: list[int]) -> Ints:
    place = {name: i for i, name in enumerate(names)}
    return np.array([place.get(int(p), -1) for p in earlier.part], np.int32)


def _same(earlier: _Earlier, before: Ints, counted: People, k: int) -> bool:
    """Whether nothing changed: the same buildings, people and number of parts."""
    now = np.array(as_whole(counted.weight))
    return bool((before >= 0).all() and len(np.unique(before)) == k and np.array_equal(earlier.weight, now))


def _ask_datum(
    found: Features, metres: Metres, lines: Mapping[int, list[shapely.Geometry]] | None, previous: Features | None
) -> None:
    """Stop where the file fits what is known clearly better as GCJ-02 or BD-09 (mechanisms.md §7)."""
    if previous is not None:
        from liren.places.rules.datum import apart_from, suspicion

        row = {name: i for i, name in enumerate(previous.ids)}
        again = [(i, row[name]) for i, name in enumerate(found.ids) if name in row]
        if len(again) >= MATCHED:
            here, there = np.array(again).T
            doubt = suspicion(found.middle()[here], apart_from(previous.middle()[there]))
            if doubt:
                raise PartitionError(f"{doubt.sentence}请问清来源，用 --datum 写明坐标系再划。")
    if lines:
        _ask_roads(found.shapes[:: max(1, len(found.shapes) // LOOKED_AT)], metres, lines)


def _ask_roads(shapes: NDArray[np.object_], metres: Metres, lines: Mapping[int, list[shapely.Geometry]]) -> None:
    """Roads run between buildings, not through them: compare how many footprints they cross under each datum."""
    tree = shapely.STRtree([line for group in lines.values() for line in group])
    crossed = {}
    for datum in DATUM_LABELS:
        there = shapely.transform(shapes, lambda points, datum=datum: metres.of(to_wgs84(points, datum)))
        hit = tree.query(shapely.buffer(there, np.where(shapely.area(there) > 0, 0.0, 2.0)), predicate="intersects")[0]
        crossed[datum] = len(np.unique(hit)) / len(shapes)
    best = min(crossed, key=crossed.__getitem__)
    if best != "wgs84" and crossed["wgs84"] > CROSSED and crossed[best] < CLEARLY * crossed["wgs84"]:
        sentence = f"没有说明坐标系。照 {DATUM_LABELS['wgs84']} 有 {crossed['wgs84']:.0%} 的楼压在路上，"
        sentence += f"照 {DATUM_LABELS[best]} 只有 {crossed[best]:.0%}。"
        raise PartitionError(f"{sentence}请问清来源，用 --datum 写明坐标系再划。")
