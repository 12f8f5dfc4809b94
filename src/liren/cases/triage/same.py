"""Whether two reports tell of the same matter: a score from 0 to 1, put together from place, time, kind and words.

A report without a fact (no point, no words) is judged by the others. Each part is told, so that the score explains itself.
"""

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, exp, radians, sin, sqrt

from liren.cases.triage.alike import Rare, alike, general

LIKELY = 0.6
"""From here on two reports are called likely the same: chosen on planted repeats (docs/howto/triage.md has the curve)."""
FAR_M = 60.0
LONG_H = 72.0
WEIGHTS = {"place": 0.45, "words": 0.35, "time": 0.2}
OTHER_KIND = 0.7


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


def same(one: Report, other: Report, rare: Rare = general) -> Same:
    """How likely both are the same matter; see the module. `rare` weighs runs of characters (alike.py)."""
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


def _metres(one: Report, other: Report) -> float | None:
    """The distance over the sphere; None when either has no point."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    a, b = radians(one.lat), radians(other.lat)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(min(h, 1.0)))
