"""What a partition gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from liren.places.partition.graph import Floats, Ints
from liren.places.partition.limits import Bounds, Reason
from liren.places.partition.score import Metrics

Progress = Callable[[int, int, float], object]
"""progress(done, total, best): steps or grids done, and the best J so far; returning False ends with the best so far."""


@dataclass(frozen=True, slots=True)
class Result:
    """`labels` (n) the part of each building, 0 to k - 1; `pop` (k) people; `objective` J (score.py).

    `complete` is False when progress asked to stop. `bridges` are the pairs joined although they do not touch.
    """

    labels: Ints
    pop: Floats
    metrics: Metrics
    bounds: Bounds
    objective: float
    reasons: tuple[Reason, ...]
    bridges: tuple[tuple[int, int], ...]
    complete: bool = True
