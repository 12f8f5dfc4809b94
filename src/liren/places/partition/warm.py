"""Starting from the plan in force: what is new joins what it touches, what fell apart is put together, nobody else moves."""

import numpy as np

from liren.places.partition.graph import Floats, Ints
from liren.places.partition.seeds import fill, pieces
from liren.places.partition.split import Land, halves


def begin(land: Land, before: Ints, k: int) -> Ints:
    """A connected plan of k parts as near as can be to `before` (n), where -1 is a new building.

    Of a part in several pieces the one with most people keeps its name. A part that stands empty (k has grown, or all
    its buildings are gone) is split off the part with most people.
    """
    label = np.where((before >= 0) & (before < k), before, -1).astype(np.int32)
    _main_pieces(land, label)
    people = land.node[:, 0]
    present = np.unique(label[label >= 0])
    if len(present):
        number = np.full(k, -1, np.int32)
        number[present] = np.arange(len(present))
        dense = np.where(label >= 0, number[label], -1).astype(np.int32)
        fill(land.start, land.near, land.xy, people.copy(), _middles(land.xy, dense, len(present)), dense)
        label = present[dense].astype(np.int32)
    else:
        label = np.zeros(len(label), np.int32)
    return occupy(land, label, k)


def occupy(land: Land, label: Ints, k: int) -> Ints:
    """The same plan with no part empty: each empty one takes half of the heaviest part that has two buildings."""
    people = land.node[:, 0] + 1e-6
    for p in np.setdiff1d(np.arange(k), label):
        weight = np.where(np.bincount(label, minlength=k) > 1, np.bincount(label, people, k), -1)
        members = np.flatnonzero(label == np.argmax(weight)).astype(np.int32)
        label[members[halves(land, members) == 0]] = p
    return label


def _main_pieces(land: Land, label: Ints) -> None:
    """Take the smaller pieces of each part out of it (-1)."""
    piece = pieces(land.start, land.near, label)
    weight = np.bincount(piece, land.node[:, 0] + 1e-6)
    owner = np.zeros(len(weight), np.int32)
    owner[piece] = label
    best: dict[int, int] = {}
    for i in np.argsort(weight, kind="stable"):
        best[int(owner[i])] = int(i)
    main = np.isin(np.arange(len(weight)), list(best.values()))
    label[~main[piece]] = -1


def _middles(xy: Floats, label: Ints, k: int) -> Floats:
    there = label >= 0
    count = np.bincount(label[there], minlength=k)
    sums = [np.bincount(label[there], xy[there, c], k) for c in (0, 1)]
    return np.column_stack(sums) / count[:, None]
