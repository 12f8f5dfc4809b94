"""A small line without axes, drawn by the server: it needs no script, and its table stands beside it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

WIDTH: Final = 160
HEIGHT: Final = 60
EDGE: Final = 8  # room for the last point's mark


@dataclass(frozen=True, slots=True)
class Spark:
    """Coordinates in a box of WIDTH × HEIGHT as SVG writes them: `runs` without gaps, the `last` known point, the goal's height."""

    runs: tuple[str, ...]
    last: tuple[str, str] | None
    goal: str
    columns: tuple[tuple[str, str], ...]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"


def spark(points: Sequence[tuple[str, float | None]], goal: float | None = None) -> Spark:
    """`points` are (words, figure), the oldest first; None is a gap. `columns` are (left edge, words) to point at."""
    known = [figure for _words, figure in points if figure is not None]
    least, most = min([*known, *_one(goal)], default=0.0), max([*known, *_one(goal)], default=0.0)
    step = (WIDTH - 2 * EDGE) / max(1, len(points) - 1)

    def height(figure: float) -> str:
        part = (figure - least) / (most - least) if most > least else 0.5
        return f"{HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE):.1f}"

    drawn = [
        (f"{EDGE + at * step:.1f}", height(figure)) if figure is not None else None
        for at, (_words, figure) in enumerate(points)
    ]
    runs = [list(run) for there, run in groupby(drawn, key=lambda point: point is not None) if there]
    told = tuple((f"{at * step:.1f}", words) for at, (words, _figure) in enumerate(points))
    last = next((point for point in reversed(drawn) if point), None)
    return Spark(tuple(_line(run) for run in runs), last, height(goal) if goal is not None else "", told)


def _line(run: Sequence[tuple[str, str] | None]) -> str:
    """The points of a run; one that stands alone is written twice, so that its round ends show."""
    points = [f"{x},{y}" for x, y in filter(None, run)]
    return " ".join(points * 2 if len(points) == 1 else points)


def _one(goal: float | None) -> list[float]:
    return [] if goal is None else [goal]
