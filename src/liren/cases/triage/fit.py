"""How a matrix of weights is learnt: three linear judges over the same vectors, averaged into one. Needs scikit-learn.

A linear SVC, a ridge classifier and a logistic regression err differently where labels are doubtful; each is brought to the
same spread, so none outvotes the others. Their mean is again linear: as small, as fast and as explainable as one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.floating[Any]]


def learn(vectors: sparse.csr_matrix, labels: NDArray[np.int_], n: int, seed: int) -> tuple[Floats, Floats]:
    """Weights [run, label] and bias [label] from messages whose labels are 0 to n-1, each seen at least once."""
    from sklearn.linear_model import RidgeClassifier
    from sklearn.svm import LinearSVC

    judges = (LinearSVC(C=0.5, random_state=seed), RidgeClassifier(alpha=1.0, solver="sparse_cg", random_state=seed))
    weights, bias = np.zeros((vectors.shape[1], n)), np.zeros(n)
    for judge in judges:
        judge.fit(vectors, labels)
        w, b = _columns(judge.coef_.T, judge.intercept_, n)
        size = np.std(vectors @ w + b) * len(judges)
        weights += w / size
        bias += b / size
    return weights, bias


def _columns(w: Floats, b: Floats, n: int) -> tuple[Floats, Floats]:
    """Two labels are learnt as one column; made two here."""
    if n == 2 and w.shape[1] == 1:
        return np.hstack([-w, w]) / 2, np.array([-b[0], b[0]]) / 2
    return w, b


def calibrate(scores: Floats, labels: NDArray[np.int_]) -> tuple[float, Floats]:
    """The heat and the lifts under which held-out scores become probabilities: least log loss, lifts kept small."""
    from scipy.optimize import minimize

    rows, n = np.arange(len(labels)), scores.shape[1]

    def loss(p: Floats) -> float:
        z = scores * np.exp(p[0]) + p[1:]
        top = z.max(axis=1, keepdims=True)
        log = z - top - np.log(np.exp(z - top).sum(axis=1, keepdims=True))
        return float(-log[rows, labels].mean() + 0.001 * (p[1:] ** 2).sum())

    found = minimize(loss, np.zeros(n + 1), method="L-BFGS-B").x
    return float(np.exp(found[0])), found[1:]
