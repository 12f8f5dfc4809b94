"""Messages that are one and the same, or nearly: they go into the same fold and count as one voice.

Two messages are near-duplicates when their sets of four-character runs overlap by `JACCARD`, or when the shorter (a
title) lies in the longer by `CONTAINED`. Candidates come from runs that few messages share, so that this stays linear.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from liren.cases.triage.grams import LONGEST, grams

JACCARD = 0.5
CONTAINED = 0.6
COMMON = 200
"""Runs in more messages than this say nothing about two of them being one."""
SHORT = 4


def near_duplicates(texts: Sequence[str]) -> NDArray[np.int_]:
    """A group number for each text; those of one group are near-duplicates, directly or by way of others."""
    runs = [np.unique(found.keys[found.lengths == LONGEST]) for found in map(grams, texts)]
    sizes = np.array([max(len(r), 1) for r in runs])
    ends = np.cumsum([0, *map(len, runs)])
    _, column = np.unique(np.concatenate([*runs, np.zeros(0, np.uint64)]), return_inverse=True)
    seen = np.bincount(column) if len(column) else np.zeros(1, int)
    holds = sparse.csr_matrix((np.ones(len(column), np.int32), column, ends), shape=(len(texts), len(seen)))
    holds = holds[:, (seen > 1) & (seen <= COMMON)].tocsr()
    left, right = _alike(holds, sizes)
    links = sparse.coo_matrix((np.ones(len(left)), (left, right)), shape=(len(texts), len(texts)))
    return connected_components(links, directed=False)[1].astype(np.int_)  # type: ignore[no-any-return]


def _alike(holds: sparse.csr_matrix, sizes: NDArray[np.int_]) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    lefts, rights = [np.zeros(0, int)], [np.zeros(0, int)]
    for begin in range(0, holds.shape[0], 500):
        shared = (holds[begin : begin + 500] @ holds.T).tocoo()
        i, j, n = shared.row + begin, shared.col, shared.data
        small = np.minimum(sizes[i], sizes[j])
        one = (n / (sizes[i] + sizes[j] - n) >= JACCARD) | ((n / small >= CONTAINED) & (small >= SHORT))
        keep = (j > i) & one
        lefts.append(i[keep])
        rights.append(j[keep])
    return np.concatenate(lefts), np.concatenate(rights)
