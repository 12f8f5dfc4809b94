"""Which datum a file was drawn in, when it does not say: laid over what is known, does a shift fit clearly better?

GCJ-02 cannot be told from one point (mechanisms §7), so nothing is converted on a guess: the import stops and asks.
"""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel.rows import RowError
from liren.places.geometry import DATUM_LABELS, DATUMS, Metres, Points, to_wgs84

Misfit = Callable[[Points], float]
NOTABLE_M = 30.0  # below this, hand-drawn borders and rooftops explain the misfit as well
CLEARLY = 1 / 3


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


def suspicion(points: Points, misfit: Misfit) -> RowError | None:
    """An error that asks for the datum when another one fits clearly better than WGS-84, else None."""
    misfits = {datum: misfit(to_wgs84(points, datum)) for datum in DATUMS}
    best = min(misfits, key=misfits.__getitem__)
    if best == "wgs84" or misfits["wgs84"] < NOTABLE_M or misfits[best] > CLEARLY * misfits["wgs84"]:
        return None
    sentence = f"没有说明坐标系。照 {DATUM_LABELS['wgs84']} 与已有图形差 {misfits['wgs84']:.0f} 米，"
    sentence += f"照 {DATUM_LABELS[best]} 只差 {misfits[best]:.0f} 米。"
    return RowError(0, "", sentence, "请问清来源，选好坐标系再导入。")
