"""Which words speak for a label in a trained model, read back from the messages it learnt from.

A model holds numbers, no words; whoever judges it wants to see them. Every run of a model was used by at least
`corpus.SEVERAL` people, and runs with digits are left out, so that these words are common speech and name nobody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from liren.cases.triage.alike import PARTICLES
from liren.cases.triage.grams import grams, normalise
from liren.cases.triage.model import Model

MOST = 6
SHORTEST = 2
FEW = 3
OWN = 0.6
"""Share of the messages with a word that are of the label."""
NEARLY = 0.7
"""Share of a run's messages that must hold the longer one."""


def telling(model: Model, texts: Sequence[str], labels: Sequence[str]) -> dict[str, list[str]]:
    """For each label of the model the words that spoke most for it, the strongest first, no two overlapping.

    Words are told that stand in `FEW` messages of the label or more, and mostly in its messages.
    """
    held: dict[str, Counter[str]] = {label: Counter() for label in model.labels}
    place: dict[str, int] = {}
    for text, label in zip(texts, labels, strict=True):
        here = _known(model, text)
        held[label].update(here.keys())
        place |= here
    every = sum(held.values(), Counter[str]())
    return {label: _apart(_spoken(model, label, seen, every, place)) for label, seen in held.items()}


def _known(model: Model, text: str) -> dict[str, int]:
    """The runs of a message that are words and stand in the model, each with its row there."""
    plain, runs = normalise(text), grams(text)
    at = np.minimum(np.searchsorted(model.keys, runs.keys), len(model.keys) - 1)
    known = (model.keys[at] == runs.keys) & (runs.lengths >= SHORTEST)
    spots = zip(runs.starts[known].tolist(), runs.lengths[known].tolist(), at[known].tolist(), strict=True)
    found = {plain[start : start + n]: row for start, n, row in spots}
    return {run: row for run, row in found.items() if run.isalpha()}


def _spoken(
    model: Model, label: str, seen: Counter[str], every: Counter[str], place: Mapping[str, int]
) -> Iterator[str]:
    """The words of a label by how strongly they speak for it, times how many messages hold them; a run that nearly
    always stands in a longer one is told as the longer.
    """
    weighed = model.weights * model.scale
    speaks = (weighed[:, model.labels.index(label)] - weighed.mean(axis=1)) * model.worth
    own = {run: float(speaks[place[run]]) * n for run, n in seen.items() if n >= FEW and n >= OWN * every[run]}
    words = [run for run in own if not set(run) & set(PARTICLES)]
    longest = sorted(words, key=lambda run: (-len(run), run))
    for run in sorted(words, key=lambda run: (-own[run], run)):
        if own[run] > 0:
            yield next(whole for whole in longest if run in whole and seen[whole] >= NEARLY * seen[run])


def _apart(runs: Iterable[str]) -> list[str]:
    """The first of them, none with two characters in a row that another has."""
    kept: list[str] = []
    said: set[str] = set()
    for run in runs:
        pairs = {run[n : n + 2] for n in range(len(run) - 1)}
        if not pairs & said:
            kept.append(run)
            said |= pairs
        if len(kept) == MOST:
            break
    return kept
