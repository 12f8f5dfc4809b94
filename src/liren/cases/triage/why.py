"""为什么: which stretches of a message spoke most for its label."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST = 5
LONGEST_SHOWN = 8
SHARE = 0.25
"""A character belongs to a stretch when it speaks at least this share of the strongest one."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the message as it was written, and their share of everything that spoke for it."""

    start: int
    end: int
    text: str
    share: float


def spans(
    text: str, starts: NDArray[np.int32], lengths: NDArray[np.int8], speaks: NDArray[np.floating]
) -> tuple[Span, ...]:
    """The strongest stretches of two characters or more, strongest first; the same words once.

    What a run says is shared among its characters; neighbours that say enough make a stretch.
    """
    voice = np.zeros(len(text) + 1)
    part = speaks / lengths
    np.add.at(voice, starts, part)
    np.add.at(voice, starts + lengths, -part)
    voice = np.cumsum(voice)[:-1]
    whole = voice[voice > 0].sum()
    if not whole:
        return ()
    loud = np.concatenate([[False], voice >= SHARE * voice.max(), [False]])
    edges = np.flatnonzero(loud[1:] != loud[:-1])
    found: dict[str, Span] = {}
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        end = min(end, start + LONGEST_SHOWN)
        words = text[start:end]
        strength = float(voice[start:end].sum() / whole)
        if end - start > 1 and not any(c.isspace() for c in words) and strength > getattr(found.get(words), "share", 0):
            found[words] = Span(start, end, words, round(strength, 4))
    return tuple(sorted(found.values(), key=lambda one: (-one.share, one.start))[:MOST])
