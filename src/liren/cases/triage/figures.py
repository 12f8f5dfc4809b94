"""What held-out messages say of a model: right, wrong, which labels it mixes up, and whether its confidence is honest."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage.model import DOUBT

BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
MOST_MIXED = 8
NOTHING = -1
"""Said of a row that no label speaks for."""

Ints = NDArray[np.int_]


def figures(truth: Ints, chances: NDArray[np.floating[Any]], labels: Sequence[str]) -> dict[str, Any]:
    """Figures of rows with known labels (numbers into `labels`) and their calibrated chances [row, label], as plain JSON.

    A row without any chance was given no label: it is wrong, and no label is blamed for it ("" in `mixed`).
    `mixed`: [true label, suggested label, times]; `reliability`: [from, to, rows, mean confidence, share right];
    `calibration_error` is the mean gap between the two, weighed by rows (ECE); `suggested` is the share not in doubt.
    """
    sure = chances.max(axis=1)
    said = np.where(sure > 0, chances.argmax(axis=1), NOTHING)
    right = said == truth
    each = [_of(label, truth == i, said == i) for i, label in enumerate(labels)]
    present = [one["f1"] for i, one in enumerate(each) if (truth == i).any() or (said == i).any()]
    mixed = mixups(truth, said, labels)
    bins = _reliability(sure, right)
    clear = sure >= DOUBT
    return {
        "rows": len(truth),
        "accuracy": round(float(right.mean()), 4),
        "macro_f1": round(float(np.mean(present)), 4),
        "each": each,
        "mixed": [[*pair, n] for pair, n in mixed.most_common(MOST_MIXED)],
        "reliability": bins,
        "calibration_error": round(sum(n * abs(mean - share) for _, _, n, mean, share in bins) / len(truth), 4),
        "suggested": round(float(clear.mean()), 4),
        "suggested_right": round(float(right[clear].mean()), 4) if clear.any() else None,
    }


def mixups(truth: Ints, said: Ints, labels: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often a true label was taken for another, or for none ("")."""
    pairs = zip(truth.tolist(), said.tolist(), strict=True)
    return Counter((labels[t], labels[s] if s != NOTHING else "") for t, s in pairs if t != s)


def _of(label: str, is_it: NDArray[np.bool_], said: NDArray[np.bool_]) -> dict[str, Any]:
    hit = int((is_it & said).sum())
    precision, recall = hit / max(int(said.sum()), 1), hit / max(int(is_it.sum()), 1)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    rounded = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return {"label": label, "rows": int(is_it.sum()), **rounded}


def _reliability(sure: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> list[list[Any]]:
    found = []
    for low, high in pairwise(BINS):
        here = (sure >= low) & ((sure < high) | (high == 1.0))
        if here.any():
            found.append(
                [low, high, int(here.sum()), round(float(sure[here].mean()), 4), round(float(right[here].mean()), 4)]
            )
    return found
