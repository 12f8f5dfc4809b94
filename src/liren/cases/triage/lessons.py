"""What a county's closed cases teach: which kinds have enough of them, and how many are needed.

The command line and the worker choose by the same rule, so that both make the same model of the same cases.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from liren.cases.triage.trouble import TriageError

FEWEST = 20
"""A kind with fewer closed cases is not learnt: its keywords go on."""
KINDS, FEWEST_CASES = 2, 50
"""What a training needs at least: kinds, and cases in all."""


class Lesson(Protocol):
    """One closed case: the reporter's words, the kind in the end, who said it, and the day of the report (2026-11-23)."""

    @property
    def words(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def day(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The rows to learn from, side by side, and the kinds with their number of cases: those learnt and those left out."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    people: tuple[str, ...]
    days: tuple[str, ...]
    kept: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def read(self) -> int:
        """How many closed cases were read, those left out among them."""
        return sum(self.kept.values()) + sum(self.left.values())


def sorted_out(seen: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Kinds with enough closed cases to be learnt, and the others; the most frequent first."""
    ranked = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))
    return {k: n for k, n in ranked if n >= FEWEST}, {k: n for k, n in ranked if n < FEWEST}


def enough(kept: Mapping[str, int]) -> bool:
    """Whether these kinds can be told apart by learning: `KINDS` at least, and `FEWEST_CASES` cases in all."""
    return len(kept) >= KINDS and sum(kept.values()) >= FEWEST_CASES


def too_few(read: int, kept: Mapping[str, int]) -> str:
    """The sentence for it: how many there are, how many are needed, what to do meanwhile."""
    return (
        f"已经结案、可以学的有 {read} 件，满 {FEWEST} 件的类别有 {len(kept)} 个；至少要 {KINDS} 个类别各满 {FEWEST} 件、"
        f"一共 {FEWEST_CASES} 件。请等结案的事多一些再训练，现在先看关键词。"
    )


def chosen(lessons: Sequence[Lesson]) -> Chosen:
    """The cases of the kinds that have enough. Raises TriageError saying how many there are and how many are needed."""
    kept, left = sorted_out(Counter(one.kind for one in lessons))
    if not enough(kept):
        raise TriageError(too_few(len(lessons), kept))
    taken = [one for one in lessons if one.kind in kept]
    return Chosen(
        texts=tuple(one.words for one in taken), labels=tuple(one.kind for one in taken),
        people=tuple(one.person for one in taken), days=tuple(one.day for one in taken), kept=kept, left=left,
    )  # fmt: skip
