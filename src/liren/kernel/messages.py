"""Command and Event: the only two shapes in which rooms speak to the gate and the journal."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Command:
    """An order: a frozen dataclass named with a verb (ReportCase). May carry words, names and phones."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, in the past tense (CaseReported). Ids, codes, numbers and times only.

    `version` counts the shapes that ever were written; a stored event is never rewritten, an older
    one is read through `upcast`.
    """

    version: ClassVar[int] = 1

    @classmethod
    def upcast(cls, data: dict[str, object], version: int) -> dict[str, object]:
        """Bring stored data of an older version to today's fields."""
        return data
