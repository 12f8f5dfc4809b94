"""A trained triage model: one number per run of characters and label, added up. Predicts with numpy alone.

Every way of training ends in one matrix, so that a suggestion is a sum, and why it was made can be read from its terms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage.grams import Grams, Keys, grams, openings
from liren.cases.triage.why import Span, spans

DOUBT = 0.5
"""Below this confidence nothing is suggested (拿不准): it would be wrong as often as right."""


OPENING_WEIGHT = 0.6
"""How much the opening of a message counts beside its body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a message seems to be. `label` is "" when in doubt; `ranked` are all labels with their confidence, best first.

    `why` are the stretches of the message that spoke for `first`, the best label, in doubt or not.
    """

    label: str
    confidence: float
    ranked: tuple[tuple[str, float], ...] = ()
    why: tuple[Span, ...] = ()
    learnt: bool = True

    @property
    def first(self) -> str:
        """The best label, however doubtful; "" when nothing speaks for any."""
        return self.ranked[0][0] if self.ranked else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Runs (sorted), what each is worth, and what it says for each label.

    `weights` is int8 [run, label], `scale` brings a label's column back to its size; `heat` and `lift` calibrate.
    """

    labels: tuple[str, ...]
    keys: Keys
    worth: NDArray[np.float32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    heat: float
    lift: NDArray[np.float32]
    header: Mapping[str, Any] = field(default_factory=dict)

    def suggest(self, text: str) -> Suggestion:
        """The label of one message, its confidence (calibrated on held-out messages) and why."""
        found = grams(text, opening=True)
        rows, which, known = self._known(found)
        if not len(rows):
            return Suggestion(label="", confidence=0.0)
        value = weighed(np.bincount(which).astype(np.float32)) * self.worth[rows]
        value = _lengths(value, openings(self.keys[rows]))
        each = value[:, None] * self.weights[rows] * self.scale
        chances = self.chances((each.sum(axis=0) + self.bias)[None])[0]
        order = np.argsort(-chances, kind="stable")
        best = int(order[0])
        ranked = tuple((self.labels[i], round(float(chances[i]), 4)) for i in order)
        speaks = (each[:, best] - each.mean(axis=1)) / np.bincount(which)
        why = spans(text, found.starts[known], found.lengths[known], speaks[which])
        sure = ranked[0][1] >= DOUBT
        return Suggestion(label=ranked[0][0] if sure else "", confidence=ranked[0][1], ranked=ranked, why=why)

    def chances(self, scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        """Calibrated probabilities of rows of scores: a softmax with one heat and a lift for each label."""
        z = scores * self.heat + self.lift
        z = np.exp(z - z.max(axis=1, keepdims=True))
        return z / z.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]

    def _known(self, found: Grams) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Rows of the runs that the model knows, which of them each occurrence is, and where the occurrences stand."""
        if not len(self.keys):
            return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.intp)
        place = np.minimum(np.searchsorted(self.keys, found.keys), len(self.keys) - 1)
        known = np.flatnonzero(self.keys[place] == found.keys)
        rows, which = np.unique(place[known], return_inverse=True)
        return rows, which, known


def _lengths(value: NDArray[np.floating[Any]], opening: NDArray[np.bool_]) -> NDArray[np.floating[Any]]:
    """The body brought to length 1, the opening to its weight."""
    body, head = np.sqrt((value[~opening] ** 2).sum()), np.sqrt((value[opening] ** 2).sum())
    return np.asarray(value * np.where(opening, OPENING_WEIGHT / max(head, 1e-9), 1 / max(body, 1e-9)))


def weighed(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much a run counts that occurs so often in one message: its square root."""
    return np.sqrt(counts)


def top_of(suggestion: Suggestion, groups: Mapping[str, str]) -> Sequence[tuple[str, float]]:
    """The classes of the labels with their confidence added up, best first. `groups`: label to class."""
    sums: dict[str, float] = {}
    for label, chance in suggestion.ranked:
        sums[groups.get(label, label)] = sums.get(groups.get(label, label), 0.0) + chance
    return sorted(sums.items(), key=lambda pair: -pair[1])
