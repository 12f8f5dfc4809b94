"""What suggested before beside the new model, on the same rows and folds: figures of every label, mix-ups that went or came.

The new model judged each row while it was held out. What was there before is judged on the same rows; a model that
learnt from some of them looks better than it is, so the rows reported after it was made are counted once more alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage import keywords
from liren.cases.triage.figures import NOTHING, Ints, figures, mixups
from liren.cases.triage.model import Suggestion
from liren.cases.triage.train import Trained

MOST_PAIRS = 10
FRESH = 20
"""Fewer rows that the model before can't have seen say nothing."""
TOLD = ("accuracy", "macro_f1", "calibration_error", "suggested", "suggested_right")


class Before(Protocol):
    """What suggested until now: a model, or the words of the catalogue."""

    @property
    def labels(self) -> tuple[str, ...]: ...
    @property
    def header(self) -> Mapping[str, Any]: ...
    def suggest(self, text: str) -> Suggestion: ...


@dataclass(frozen=True, slots=True)
class ByWords:
    """The words of the catalogue, which suggest where there is no model."""

    hints: Mapping[str, Sequence[str]]
    header: Mapping[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted(self.hints))

    def suggest(self, text: str) -> Suggestion:
        return keywords.suggest(text, self.hints)


def compared(
    old: Before, made: Trained, texts: Sequence[str], labels: Sequence[str], days: Sequence[str] = ()
) -> dict[str, Any]:
    """Both on the same rows, as plain JSON. `days` (2026-11-23) are when the rows were reported, if that is known.

    Labels that one of them never learnt count as wrong for it; the macro-F1 of both is over the labels of the rows.
    `won` and `lost` are rows where only one was right. `folds`: [before, after] macro-F1 of each. `pairs`: [true label,
    suggested, times before, times after], the largest changes first. `fresh`: rows reported after the old one was made.
    """
    names = sorted({*labels, *old.labels})
    truth = np.array([names.index(label) for label in labels])
    was, said = _judged(old, texts, truth, names)
    new = np.array([names.index(label) for label in made.model.labels])[made.said]
    right_before, right_now = said == truth, new == truth
    after = made.model.header["held_out"]
    return {
        "rows": len(texts),
        "before": {**{name: was[name] for name in TOLD}, "macro_f1": _macro(truth, said)},
        "after": {name: after[name] for name in TOLD},
        "each_before": [one for one in was["each"] if one["rows"]], "each_after": after["each"],
        "folds": [
            [_macro(truth[here], said[here]), _macro(truth[here], new[here])]
            for here in (made.folds == fold for fold in np.unique(made.folds))
        ],
        "won": int((right_now & ~right_before).sum()), "lost": int((~right_now & right_before).sum()),
        "pairs": _pairs(truth, said, new, names),
        "same_data": bool(old.header) and old.header.get("digest") == made.model.header["digest"],
        "fresh": _fresh(str(old.header.get("made_on", "")), days, right_before, right_now),
    }  # fmt: skip


def _judged(old: Before, texts: Sequence[str], truth: Ints, names: Sequence[str]) -> tuple[dict[str, Any], Ints]:
    ranked = [dict(old.suggest(text).ranked) for text in texts]
    chances = np.array([[one.get(name, 0.0) for name in names] for one in ranked])
    said = np.where(chances.max(axis=1) > 0, chances.argmax(axis=1), NOTHING)
    return figures(truth, chances, names), said


def _macro(truth: Ints, said: Ints) -> float:
    """The mean F1 of the labels that these rows have."""
    found = []
    for label in np.unique(truth):
        hit = int(((truth == label) & (said == label)).sum())
        found.append(2 * hit / (int((truth == label).sum()) + int((said == label).sum())))
    return round(float(np.mean(found)), 4)


def _pairs(truth: Ints, before: Ints, after: Ints, names: Sequence[str]) -> list[list[Any]]:
    was, now = mixups(truth, before, names), mixups(truth, after, names)
    changed: list[list[Any]] = [[*pair, was[pair], now[pair]] for pair in {*was, *now} if was[pair] != now[pair]]
    return sorted(changed, key=lambda one: (-abs(one[3] - one[2]), one[0], one[1]))[:MOST_PAIRS]


def _fresh(
    made_on: str, days: Sequence[str], before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> dict[str, Any] | None:
    if not made_on or not days:
        return None
    fresh = np.array([day > made_on for day in days])
    n = int(fresh.sum())
    if n < FRESH:
        return None
    return {"rows": n, "before": round(float(before[fresh].mean()), 4), "after": round(float(after[fresh].mean()), 4)}
