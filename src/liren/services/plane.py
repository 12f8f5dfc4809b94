"""Metres between places, good for a county: degrees laid flat around its middle."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

METRES_A_DEGREE = 111_320.0


def flat(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """(lon, lat) pairs as metres in a plane, (n, 2). Equirectangular: within 0.1 % over fifty kilometres."""
    found = np.array(points, np.float64).reshape(-1, 2)
    if len(found):
        found[:, 0] *= np.cos(np.radians(found[:, 1].mean()))
    return found * METRES_A_DEGREE


def metres_between(middles: Mapping[str, tuple[float, float]], a: str, b: str) -> int | None:
    """Between the middles of two areas, to ten metres; None where one has no outline."""
    if a not in middles or b not in middles:
        return None
    here, there = flat([middles[a], middles[b]])
    return int(round(float(np.hypot(*(here - there))), -1))
