"""What stops a partition before it begins. Each error names the buildings or edges it is about.

A building heavier than a whole part is no error: it comes back as a reason with its bound (result.py).
"""

from collections.abc import Sequence

SHOWN = 5


class PartitionError(ValueError):
    """`sentence` is for people, `ids` the rows of the arrays (buildings or edges) that it is about."""

    def __init__(self, sentence: str, ids: Sequence[int] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ids = tuple(int(i) for i in ids)

    def __str__(self) -> str:
        return self.sentence


class TooManyParts(PartitionError):
    """More parts than buildings, or fewer than one."""


class BadWeight(PartitionError):
    """A weight, area or coordinate that is negative, infinite or no number."""


class NobodyThere(PartitionError):
    """The weights add up to nothing, so there is nothing to balance."""


class BadEdge(PartitionError):
    """An edge to a building that is not there, to itself, or with a length that is no length."""


class DoubleEdge(PartitionError):
    """The same pair twice, or once in each direction with different lengths."""


class BadPlan(PartitionError):
    """The earlier plan does not fit: another number of rows, or a part that does not exist."""


def listed(ids: Sequence[int]) -> str:
    """The first few ids as people read them, counted from one."""
    shown = "、".join(str(int(i) + 1) for i in ids[:SHOWN])
    return shown if len(ids) <= SHOWN else f"{shown} 等 {len(ids)} 个"
