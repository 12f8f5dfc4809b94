"""Many messages as one sparse matrix over the runs that a model may keep.

A run is kept only when it stands in the messages of at least `SEVERAL` different people (and so in as many messages):
what one person alone says, a name, a number, a house, can't be in a model. Near-duplicates count as one person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from liren.cases.triage.grams import Keys, grams, openings
from liren.cases.triage.model import OPENING_WEIGHT, weighed

SEVERAL = 5
TWICE = 2
EVEN = 0.3
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Corpus:
    """How often each run occurs in each message: [message, run]; `keys` are the runs, sorted."""

    counts: sparse.csr_matrix
    keys: Keys

    def vocabulary(self, rows: Rows, people: NDArray[np.int_], learnt: Rows) -> Rows:
        """Columns of the runs that several people of these rows used and at least `TWICE` of the `learnt` rows hold.

        `people` has one number for each row. Rows without a label are among `rows` and not among the learnt ones: they
        can't teach what a run means, but they show that it is common speech.
        """
        held = self.counts[rows]
        _, person = np.unique(people, return_inverse=True)
        ones = sparse.csr_matrix((np.ones(held.nnz, np.int32), held.indices, held.indptr), shape=held.shape)
        by_person = sparse.csr_matrix((np.ones(len(rows), np.int32), (person, np.arange(len(rows))))) @ ones
        several = np.bincount(by_person.indices, minlength=held.shape[1]) >= SEVERAL
        taught = np.bincount(self.counts[learnt].indices, minlength=held.shape[1]) >= TWICE
        return np.flatnonzero(several & taught)

    def telling(self, rows: Rows, columns: Rows, labels: NDArray[np.int_]) -> NDArray[np.float32]:
        """What each run is worth: how rare it is among these rows, times how unevenly the labels use it.

        Rare: ln((1 + messages) / (1 + messages with it)) + 1. Uneven: 1 - H / ln(labels) of the shares of the labels'
        messages that hold it (1: one label only, 0: all alike), on top of a floor of `EVEN`.
        """
        held = self.counts[rows][:, columns]
        held = sparse.csr_matrix((np.ones(held.nnz, np.float32), held.indices, held.indptr), shape=held.shape)
        _, own, size = np.unique(labels, return_inverse=True, return_counts=True)
        by_label = sparse.csr_matrix((np.ones(len(rows), np.float32), (own, np.arange(len(rows))))) @ held
        seen = np.asarray(by_label.todense())
        share = (seen + 0.3) / (size[:, None] + 0.6)
        share /= share.sum(axis=0)
        uneven = 1 + (share * np.log(share)).sum(axis=0) / np.log(max(len(size), 2))
        rare = np.log((1 + len(rows)) / (1 + seen.sum(axis=0))) + 1
        return np.asarray(rare * (EVEN + uneven), dtype=np.float32)

    def vectors(self, rows: Rows, columns: Rows, worth: NDArray[np.float32]) -> sparse.csr_matrix:
        """The messages as a model sees them: weighed counts times worth; body of length 1, opening of `OPENING_WEIGHT`."""
        held = self.counts[rows][:, columns].tocsr()
        held.data = weighed(held.data) * worth[held.indices]
        opening = openings(self.keys[columns])
        for part, length in ((~opening, 1.0), (opening, OPENING_WEIGHT)):
            here = part[held.indices]
            row = np.repeat(np.arange(len(rows)), np.diff(held.indptr))[here]
            norm = np.sqrt(np.bincount(row, held.data[here] ** 2, len(rows)))
            held.data[here] *= length / np.maximum(norm[row], 1e-9)
        return held.astype(np.float32)


def corpus(texts: Sequence[str]) -> Corpus:
    """The runs of all texts that stand in at least `SEVERAL` of them."""
    single = [np.unique(grams(text, opening=True).keys, return_counts=True) for text in texts]
    every = np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in single)])
    all_keys, seen = np.unique(every, return_counts=True)
    kept = all_keys[seen >= SEVERAL]
    data, indices, indptr = [], [], [0]
    for keys, counts in single:
        place = np.minimum(np.searchsorted(kept, keys), max(len(kept) - 1, 0))
        known = kept[place] == keys if len(kept) else np.zeros(len(keys), bool)
        indices.append(place[known].astype(np.int32))
        data.append(counts[known].astype(np.float32))
        indptr.append(indptr[-1] + int(known.sum()))
    shape = (len(texts), len(kept))
    parts = (
        np.concatenate([np.zeros(0, np.float32), *data]),
        np.concatenate([np.zeros(0, np.int32), *indices]),
        indptr,
    )
    return Corpus(sparse.csr_matrix(parts, shape=shape), kept)
