"""A message as runs of one to four characters, each a 64-bit number that still knows where in the message it stood.

Chinese writes no spaces, so a word is found as a run of characters that returns. Only numbers are kept of it: a model
holds no text. Normalising keeps every character in its place, so that a run can be shown in the reporter's own words.
How a message begins (whom it addresses, what it names first) says more than the rest, so the runs there count once more,
as runs of the opening: their highest bit is set.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
OPENING = 40
"""Characters that are read as the opening."""
_BIT = np.uint64(1 << 63)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The runs of one message: `keys`, and for each where it begins and how many characters it has."""

    keys: Keys
    starts: NDArray[np.int32]
    lengths: NDArray[np.int8]


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", char).lower()
    if len(folded) != 1:
        return char
    return "0" if folded.isdigit() else folded


def normalise(text: str) -> str:
    """The text with full width, case and digits made alike, character for character (every digit becomes 0)."""
    return "".join(map(_plain, text))


def grams(text: str, longest: int = LONGEST, *, opening: bool = False) -> Grams:
    """Every run of 1 to `longest` characters with no white space at its ends; with `opening`, those of the opening again."""
    plain = normalise(text)
    points = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
    space = points == 32
    keys, starts, lengths = [], [], []
    rolling = np.zeros(len(points), dtype=np.uint64)
    for n in range(1, min(longest, len(points)) + 1):
        last = len(points) - n + 1
        rolling = rolling[:last] * _PRIME + points[n - 1 :] + np.uint64(1)
        keep = np.flatnonzero(~(space[:last] | space[n - 1 :]))
        keys.append(_mixed(rolling[keep] + np.uint64(n)))
        starts.append(keep.astype(np.int32))
        lengths.append(np.full(len(keep), n, dtype=np.int8))
    if not keys:
        return Grams(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int8))
    body = Grams(np.concatenate(keys) & ~_BIT, np.concatenate(starts), np.concatenate(lengths))
    return _with_opening(body) if opening else body


def openings(keys: Keys) -> NDArray[np.bool_]:
    """Which of these runs are runs of the opening."""
    return np.asarray((keys & _BIT) != 0)


def _with_opening(body: Grams) -> Grams:
    first = np.flatnonzero((body.starts + body.lengths <= OPENING) & (body.lengths > 1))
    return Grams(
        np.concatenate([body.keys, body.keys[first] | _BIT]),
        np.concatenate([body.starts, body.starts[first]]),
        np.concatenate([body.lengths, body.lengths[first]]),
    )


def _mixed(h: Keys) -> Keys:
    """SplitMix64's finaliser: near numbers become far ones."""
    h = (h ^ (h >> np.uint64(30))) * _MIX[0]
    h = (h ^ (h >> np.uint64(27))) * _MIX[1]
    return h ^ (h >> np.uint64(31))
