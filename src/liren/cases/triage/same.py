"""Whether two reports tell of the same matter: a score from 0 to 1, put together from place, time, kind and words.

Words: the cosine of the runs of characters that both hold, each weighed by how rare it is, in a corpus or in general.
A report without a fact (no point, no words) is judged by the others. Each part is told, so that the score explains itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, exp, log, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage.grams import grams

LIKELY = 0.6
"""From here on two reports are called likely the same: chosen on planted repeats (docs/howto/triage.md has the curve)."""
FAR_M = 60.0
LONG_H = 72.0
WEIGHTS = {"place": 0.45, "words": 0.35, "time": 0.2}
OTHER_KIND = 0.5

Rare = Callable[[NDArray[np.uint64]], NDArray[np.floating]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is compared: degrees, a moment, the code of the kind, what was written."""

    lon: float | None = None
    lat: float | None = None
    at: datetime | None = None
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """The score and what it was made from: metres and hours apart (None: not known), words alike (0 to 1), kind alike."""

    score: float
    metres: float | None
    hours: float | None
    words: float | None
    kind: bool | None

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def same(one: Report, other: Report, rare: Rare | None = None) -> Same:
    """How likely both are the same matter; see the module. `rare` weighs runs (default: longer runs count more)."""
    metres = _metres(one, other)
    hours = abs((one.at - other.at).total_seconds()) / 3600 if one.at and other.at else None
    words = alike(one.words, other.words, rare) if one.words.strip() and other.words.strip() else None
    kind = one.kind == other.kind if one.kind and other.kind else None
    parts = {
        "place": None if metres is None else exp(-((metres / FAR_M) ** 2)),
        "time": None if hours is None else exp(-hours / LONG_H),
        "words": None if words is None else sqrt(words),
    }
    known = {name: value for name, value in parts.items() if value is not None}
    weight = sum(WEIGHTS[name] for name in known)
    score = sum(WEIGHTS[name] * value for name, value in known.items()) / weight if weight else 0.0
    score *= OTHER_KIND if kind is False else 1.0
    return Same(score=round(score, 4), metres=metres, hours=hours, words=words, kind=kind)


def alike(left: str, right: str, rare: Rare | None = None) -> float:
    """How alike two texts are, 0 to 1: the cosine of their runs of one to three characters."""
    a, b = grams(left, 3), grams(right, 3)
    by_length = dict(zip(a.keys.tolist() + b.keys.tolist(), a.lengths.tolist() + b.lengths.tolist(), strict=True))
    mine, theirs = set(a.keys.tolist()), set(b.keys.tolist())
    if not mine or not theirs:
        return 0.0
    every = np.array(sorted(mine | theirs), dtype=np.uint64)
    weights = np.array([by_length[key] for key in every.tolist()], dtype=float) if rare is None else rare(every)
    of = dict(zip(every.tolist(), (weights**2).tolist(), strict=True))
    both = sum(of[key] for key in mine & theirs)
    return float(both / sqrt(sum(of[key] for key in mine) * sum(of[key] for key in theirs)))


def rarity(texts: Sequence[str]) -> Rare:
    """How rare runs are in these texts, for `alike`: ln((1 + texts) / (1 + texts with it)) + 1, 0.5 at least."""
    every = np.concatenate([np.zeros(0, np.uint64), *(np.unique(grams(text, 3).keys) for text in texts)])
    keys, seen = np.unique(every, return_counts=True)
    table: Mapping[int, float] = dict(
        zip(keys.tolist(), (np.log((1 + len(texts)) / (1 + seen)) + 1).tolist(), strict=True)
    )
    unseen = log(1 + len(texts)) + 1
    return lambda asked: np.array([table.get(key, unseen) for key in asked.tolist()])


def _metres(one: Report, other: Report) -> float | None:
    """The distance over the sphere; None when either has no point."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    a, b = radians(one.lat), radians(other.lat)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(min(h, 1.0)))
