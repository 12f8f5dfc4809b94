"""Which datum a file was drawn in, when it does not say: laid over what is known, does a shift fit clearly better?

GCJ-02 cannot be told from one point (mechanisms §7), so nothing is converted on a guess: the import stops and asks.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode
from liren.kernel.rows import RowError
from liren.places.commands import BuildingRow
from liren.places.geometry import DATUM_LABELS, DATUMS, Metres, Points, to_wgs84
from liren.places.rules.areas import Outline

Misfit = Callable[[Points], float]
NOTABLE_M = 30.0  # below this, hand-drawn borders and rooftops explain the misfit as well
CLEARLY = 1 / 3
ENOUGH = 5  # fewer matches prove nothing


def apart_from(known: Points) -> Misfit:
    """Misfit in metres: the median distance to where the same things, row by row, are known to be."""
    metres = Metres(float(known[0, 0]))
    there = metres.of(known)
    return lambda points: float(np.median(np.hypot(*(metres.of(points) - there).T)))


def beyond(within: BaseGeometry) -> Misfit:
    """Misfit in metres: the mean distance of the farthest fifth of the points to the shape that should hold them."""
    metres = Metres(within.centroid.x)
    plane = metres.shape(within)
    shapely.prepare(plane)

    def misfit(points: Points) -> float:
        distances = np.sort(shapely.distance(plane, shapely.points(metres.of(points))))
        return float(distances[-max(1, len(distances) // 5) :].mean())

    return misfit


def of_areas(outlines: Iterable[Outline], shapes: Mapping[AreaCode, BaseGeometry]) -> RowError | None:
    """Outlines against the same areas as known, else against the known areas above them."""
    given = list(outlines)
    again = [outline for outline in given if outline.code in shapes]
    if len(again) >= ENOUGH:
        return suspicion(_middles(o.shape for o in again), apart_from(_middles(shapes[o.code] for o in again)))
    own = {outline.code for outline in given}
    above = {outline.code: _known_above(outline.code, shapes, own) for outline in given}
    fresh = [outline for outline in given if above[outline.code] is not None]
    if not fresh:
        return None
    points = np.concatenate([shapely.get_coordinates(outline.shape) for outline in fresh])
    return suspicion(points, beyond(shapely.union_all([above[outline.code] for outline in fresh])))


def of_buildings(
    rows: Iterable[BuildingRow], known: Mapping[str, tuple[float, float]], grids: Iterable[BaseGeometry]
) -> RowError | None:
    """Buildings against the same ones as known, else against the grids that should hold them."""
    given = list(rows)
    again = [row for row in given if row.code in known]
    if len(again) >= ENOUGH:
        points = np.array([(row.lon, row.lat) for row in again])
        return suspicion(points, apart_from(np.array([known[row.code] for row in again])))
    within = shapely.union_all(list(grids))
    if within.is_empty:
        return None
    return suspicion(np.array([(row.lon, row.lat) for row in given]), beyond(within))


def _known_above(code: AreaCode, shapes: Mapping[AreaCode, BaseGeometry], own: set[AreaCode]) -> BaseGeometry | None:
    """The nearest known outline above `code` that the file itself does not draw."""
    return next((shapes[above] for above in code.ancestors()[1:] if above in shapes and above not in own), None)


def _middles(shapes: Iterable[BaseGeometry]) -> Points:
    middles: Points = shapely.get_coordinates(shapely.centroid(list(shapes)))
    return middles


def suspicion(points: Points, misfit: Misfit) -> RowError | None:
    """An error that asks for the datum when another one fits clearly better than WGS-84, else None."""
    misfits = {datum: misfit(to_wgs84(points, datum)) for datum in DATUMS}
    best = min(misfits, key=misfits.__getitem__)
    if best == "wgs84" or misfits["wgs84"] < NOTABLE_M or misfits[best] > CLEARLY * misfits["wgs84"]:
        return None
    sentence = f"没有说明坐标系。照 {DATUM_LABELS['wgs84']} 与已有图形差 {misfits['wgs84']:.0f} 米，"
    sentence += f"照 {DATUM_LABELS[best]} 只差 {misfits[best]:.0f} 米。"
    return RowError(0, "", sentence, "请问清来源，选好坐标系再导入。")
