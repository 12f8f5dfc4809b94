"""Which words speak for a label in a trained model, read back from the messages it learnt from.

A model holds numbers, no words; whoever judges it wants to see them. Every run of a model was used by at least
`corpus.SEVERAL` people, and runs with digits are left out, so that these words are common speech and name nobody.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage.alike import PARTICLES
from liren.cases.triage.grams import grams, normalise
from liren.cases.triage.model import Model

MOST = 6
SHORTEST = 2


def telling(model: Model, texts: Sequence[str], labels: Sequence[str]) -> dict[str, list[str]]:
    """For each label of the model the words that spoke most for it, the strongest first, none inside another."""
    found = {label: _spoken(model, [t for t, own in zip(texts, labels, strict=True) if own == label], label) for label in model.labels}  # fmt: skip
    return {label: _apart(words) for label, words in found.items()}


def _spoken(model: Model, texts: Sequence[str], label: str) -> list[str]:
    """Runs of these messages by how strongly they speak for the label, times how many messages hold them."""
    speaks = _speaks(model, model.labels.index(label))
    strength: Counter[str] = Counter()
    for text in texts:
        plain, runs = normalise(text), grams(text)
        place = np.minimum(np.searchsorted(model.keys, runs.keys), len(model.keys) - 1)
        known = (model.keys[place] == runs.keys) & (runs.lengths >= SHORTEST)
        here = {plain[s : s + n]: float(speaks[p]) for s, n, p in zip(runs.starts[known].tolist(), runs.lengths[known].tolist(), place[known].tolist(), strict=True)}  # fmt: skip
        strength.update(here)
    ranked = sorted(strength.items(), key=lambda pair: (-pair[1], pair[0]))
    return [run for run, much in ranked if much > 0 and run.isalpha() and not (set(run) & set(PARTICLES))]


def _speaks(model: Model, label: int) -> NDArray[np.floating]:
    """How much more each run says for this label than for the mean of all."""
    weighed = model.weights * model.scale
    return np.asarray((weighed[:, label] - weighed.mean(axis=1)) * model.worth)


def _apart(runs: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for run in runs:
        if not any(run in other or other in run for other in kept):
            kept.append(run)
        if len(kept) == MOST:
            break
    return kept
