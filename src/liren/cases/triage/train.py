"""Train a model from labelled messages and say how good it is on messages it did not see. Needs scikit-learn.

The held-out figures come from folds that near-duplicates never straddle; the model that is kept learns from every row.
Two runs with the same rows and the same seed give the same bytes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liren.cases.triage.corpus import SEVERAL, Corpus, corpus
from liren.cases.triage.figures import figures
from liren.cases.triage.fit import calibrate, learn
from liren.cases.triage.grams import LONGEST
from liren.cases.triage.groups import near_duplicates
from liren.cases.triage.lessons import FEWEST_CASES as FEWEST
from liren.cases.triage.model import DOUBT, Model
from liren.cases.triage.trouble import TriageError
from liren.kernel import progress

FOLDS = 5
FEWEST_OF_A_LABEL = 5
LARGEST = 5_000_000
"""Bytes of a model before it is packed: 10 for each run and one more for each label."""

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int_]
NONE: Ints = np.zeros(0, dtype=int)


@dataclass(frozen=True, slots=True)
class Trained:
    """The model, and for each row the fold that held it out and what was said of it there (a number into the labels)."""

    model: Model
    folds: Ints
    said: Ints
    truth: Ints

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which rows were judged right while they were held out."""
        return np.asarray(self.said == self.truth)


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    people: Sequence[str] | None = None,
    beside: Sequence[str] = (),
    beside_people: Sequence[str] = (),
    folds: int = FOLDS,
    seed: int = 0,
    made_on: str = "",
) -> Trained:
    """A model of these messages. Raises TriageError with a sentence when they can't be learnt from.

    `people` says who wrote each (anything that tells them apart); without it every group of near-duplicates is a person.
    `beside` are messages without a label: they teach nothing, but runs that several people used there may be learnt, too;
    with `people`, `beside_people` says who wrote those. Says how far it is (kernel/progress.py, step "learn").
    """
    names = tuple(sorted(set(labels)))
    check(labels)
    progress.say("learn", 0, folds + 2)
    truth = np.array([names.index(label) for label in labels])
    every = [*texts, *beside]
    groups = near_duplicates(every)
    who = groups
    if people is not None:
        who = np.unique(np.array([*people, *beside_people], dtype=str), return_inverse=True)[1]
    read = corpus(every)
    others = np.arange(len(texts), len(every))
    fold_of = spread(truth, groups[: len(texts)], folds, seed)
    scores = np.zeros((len(texts), len(names)))
    for fold in range(folds):
        rows, held = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        far = others[~np.isin(groups[others], groups[held])]
        progress.say("learn", fold + 1, folds + 2)
        scores[held] = judged(read, rows, held, truth, who, len(names), seed, far)
    progress.say("learn", folds + 1, folds + 2)
    heat, lift = calibrate(scores, truth)
    model = _whole(read, truth, who, names, seed, others)
    chances = _cross_calibrated(scores, truth, fold_of, folds)
    header = {
        "made_on": made_on, "rows": len(texts), "people": len(np.unique(who[: len(texts)])),
        "groups": len(np.unique(groups[: len(texts)])), "beside": len(beside),
        "counts": dict(sorted(Counter(labels).items())), "digest": digest(texts, labels), "seed": seed, "folds": folds,
        "several": SEVERAL, "longest": LONGEST, "doubt": DOUBT, "held_out": figures(truth, chances, names),
    }  # fmt: skip
    model = Model(
        labels=names, keys=model.keys, worth=model.worth, weights=model.weights, scale=model.scale, bias=model.bias,
        heat=heat, lift=lift.astype(np.float32), header=header,
    )  # fmt: skip
    return Trained(model, fold_of, chances.argmax(axis=1), truth)


def check(labels: Sequence[str]) -> None:
    """Raise TriageError when there are too few rows, one class only, or a class with hardly any row."""
    seen = Counter(labels)
    if len(seen) < 2:
        raise TriageError("只有一个类别，学不出区别。请给至少两个类别的记录。")
    if len(labels) < FEWEST:
        raise TriageError(f"只有 {len(labels)} 行，太少了。请至少给 {FEWEST} 行，每个类别至少 {FEWEST_OF_A_LABEL} 行。")
    rare = sorted(label for label, n in seen.items() if n < FEWEST_OF_A_LABEL)
    if rare:
        named = "、".join(f"{label}（{seen[label]} 行）" for label in rare[:6])
        raise TriageError(f"这些类别的行数不到 {FEWEST_OF_A_LABEL}：{named}。请补足，或者并到别的类别里。")


def digest(texts: Sequence[str], labels: Sequence[str]) -> str:
    """What tells one set of training data from another without holding any of it: SHA-256 over the rows in order."""
    found = hashlib.sha256()
    for text, label in zip(texts, labels, strict=True):
        found.update(f"{len(text)}:{text}{len(label)}:{label}".encode("utf-8", "replace"))
    return found.hexdigest()


def spread(truth: Ints, groups: Ints, folds: int, seed: int) -> Ints:
    """The fold of each row: labels evenly, a group of near-duplicates never in two."""
    from sklearn.model_selection import StratifiedGroupKFold

    fold_of = np.zeros(len(truth), dtype=int)
    cut = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for fold, (_, held) in enumerate(cut.split(np.zeros(len(truth)), truth, groups)):
        fold_of[held] = fold
    return fold_of


def judged(
    read: Corpus, rows: Ints, held: Ints, truth: Ints, who: Ints, n: int, seed: int, others: Ints = NONE
) -> Floats:
    """Scores [row, label] of the held-out rows by what `rows` teach; nothing of the held-out ones is looked at.

    `others` are rows without a label, `truth` ends before them; `who` has all of them.
    """
    columns = _common(read, rows, others, who)
    worth = read.telling(rows, columns, truth[rows])
    weights, bias = _learn(read.vectors(rows, columns, worth), truth[rows], n, seed)
    return np.asarray(read.vectors(held, columns, worth) @ weights + bias)


def _learn(vectors: Any, truth: Ints, n: int, seed: int) -> tuple[Floats, Floats]:
    """Labels that these rows lack get a column that never wins."""
    present, own = np.unique(truth, return_inverse=True)
    weights, bias = np.zeros((vectors.shape[1], n)), np.full(n, -9.0)
    weights[:, present], bias[present] = learn(vectors, own, len(present), seed)
    return weights, bias


def _common(read: Corpus, rows: Ints, others: Ints, who: Ints) -> Ints:
    both = np.concatenate([rows, others])
    return read.vocabulary(both, who[both], rows)


def _whole(read: Corpus, truth: Ints, who: Ints, names: tuple[str, ...], seed: int, others: Ints) -> Model:
    rows = np.arange(len(truth))
    columns = _common(read, rows, others, who)
    worth = read.telling(rows, columns, truth)
    weights, bias = _learn(read.vectors(rows, columns, worth), truth, len(names), seed)
    loudest = np.argsort(-np.abs(weights).max(axis=1), kind="stable")[: LARGEST // (10 + len(names))]
    keep = np.sort(loudest)
    scale = np.maximum(np.abs(weights[keep]).max(axis=0), 1e-9) / 127
    return Model(
        labels=names, keys=read.keys[columns][keep], worth=worth[keep], scale=scale.astype(np.float32),
        weights=np.rint(weights[keep] / scale).astype(np.int8), bias=bias.astype(np.float32), heat=1.0,
        lift=np.zeros(len(names), np.float32),
    )  # fmt: skip


def _cross_calibrated(scores: Floats, truth: Ints, fold_of: Ints, folds: int) -> Floats:
    """Chances of each fold calibrated on the others, so that the reliability shown was not fitted to itself."""
    chances = np.zeros_like(scores)
    for fold in range(folds):
        held = fold_of == fold
        heat, lift = calibrate(scores[~held], truth[~held])
        z = scores[held] * heat + lift
        z = np.exp(z - z.max(axis=1, keepdims=True))
        chances[held] = z / z.sum(axis=1, keepdims=True)
    return chances
