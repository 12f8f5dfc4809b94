"""How alike two texts are: the runs of one and two characters that both hold, each weighed by how rare it is.

The mean of two cosines: over single characters (which forgive another order) and over pairs as well (which do not).
"""

from collections.abc import Callable, Mapping, Sequence
from math import log, sqrt

import numpy as np

from liren.cases.triage.grams import grams

Rare = Callable[[int], float]

PARTICLES = "的了是在有我们你他她它们这那和与就都也还很吗呢吧啊请问个为上下不没要能会到说、，。！？,.!?；;：:"
"""Characters that nearly every message holds."""
FAINT = 0.2
_FAINT = frozenset(grams(PARTICLES, 1).keys.tolist())


def general(run: int) -> float:
    """The weight of a run where no other texts are known: particles hardly count."""
    return FAINT if run in _FAINT else 1.0


def alike(left: str, right: str, rare: Rare = general) -> float:
    """0 (nothing in common) to 1 (the same words)."""
    one, other = _runs(left), _runs(right)
    single = _cosine(one[0], other[0], rare)
    return (single + _cosine(one[0] | one[1], other[0] | other[1], rare)) / 2


def rarity(texts: Sequence[str]) -> Rare:
    """How rare runs are among these texts: ln((1 + texts) / (1 + texts with it)), a little above 0 at least."""
    every = np.concatenate([np.zeros(0, np.uint64), *(np.unique(grams(text, 2).keys) for text in texts)])
    keys, seen = np.unique(every, return_counts=True)
    weights = np.maximum(np.log((1 + len(texts)) / (1 + seen)), 0.01)
    table: Mapping[int, float] = dict(zip(keys.tolist(), weights.tolist(), strict=True))
    unseen = log(1 + len(texts))
    return lambda run: table.get(run, unseen)


def scores(left: Sequence[str], right: Sequence[str]) -> list[float]:
    """How alike the two texts of each row are; runs are weighed by how rare they are among all of them."""
    rare = rarity([*left, *right])
    return [alike(a, b, rare) for a, b in zip(left, right, strict=True)]


def _runs(text: str) -> tuple[set[int], set[int]]:
    found = grams(text, 2)
    return set(found.keys[found.lengths == 1].tolist()), set(found.keys[found.lengths == 2].tolist())


def _cosine(one: set[int], other: set[int], rare: Rare) -> float:
    def size(runs: set[int]) -> float:
        return sum(rare(run) ** 2 for run in runs)

    whole = sqrt(size(one) * size(other))
    return size(one & other) / whole if whole else 0.0
