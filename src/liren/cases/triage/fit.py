"""How a matrix of weights is learnt (a linear SVC) and how its scores become probabilities. Needs scikit-learn and SciPy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.floating[Any]]
STRICT = 2.0
"""C of the SVC."""
SMALL_LIFTS = 0.001


def learn(vectors: sparse.csr_matrix, labels: NDArray[np.int_], n: int, seed: int) -> tuple[Floats, Floats]:
    """Weights [run, label] and bias [label] from messages whose labels are 0 to n-1, each seen at least once."""
    from sklearn.svm import LinearSVC

    judge = LinearSVC(C=STRICT, random_state=seed).fit(vectors, labels)
    weights, bias = judge.coef_.T, judge.intercept_
    if n == 2:
        return np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return weights, bias


def calibrate(scores: Floats, labels: NDArray[np.int_]) -> tuple[float, Floats]:
    """The heat and the lifts under which held-out scores become probabilities: least log loss, lifts kept small."""
    from scipy.optimize import minimize

    rows, n = np.arange(len(labels)), scores.shape[1]

    def loss(p: Floats) -> float:
        z = scores * np.exp(p[0]) + p[1:]
        top = z.max(axis=1, keepdims=True)
        log = z - top - np.log(np.exp(z - top).sum(axis=1, keepdims=True))
        return float(-log[rows, labels].mean() + SMALL_LIFTS * (p[1:] ** 2).sum())

    found = minimize(loss, np.zeros(n + 1), method="L-BFGS-B").x
    return float(np.exp(found[0])), found[1:]
