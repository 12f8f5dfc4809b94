"""Which kind a report seems to be, from the words in it: a suggestion, shown with its reason, changeable, never a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liren.cases import classifying
from liren.cases.kinds import GROUPS, Kind
from liren.kernel import Code

SHORTEST = 2
OTHERS = 2
LIKELY_ENOUGH = 0.1
REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What is shown under the words: the kind's `code` ("" in doubt), its label and class, why, and what else it may be.

    `sure` is the confidence per thousand; it is not shown, because a figure says nothing to whoever reports.
    """

    code: str = ""
    label: str = ""
    group: str = ""
    why: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    sure: int = 0


def guess(words: str, offered: Mapping[str, Kind], area: str = "") -> Guess:
    """The best kind among those on offer and up to two more that it may be instead."""
    said = classifying.classify(words, offered, area) if words.strip() else None
    if said is None or not said.ranked:
        return Guess()
    rest = [code for code, chance in said.ranked if code != said.label and chance >= LIKELY_ENOUGH][:OTHERS]
    kind = offered.get(said.label)
    return Guess(
        code=said.label, label=kind.label if kind else "", group=GROUPS.get(kind.group, "") if kind else "",
        why=tuple(span.text for span in said.why[:REASONS]) if kind else (),
        others=tuple((code, offered[code].label) for code in rest), sure=round(1000 * said.confidence),
    )  # fmt: skip


def kind_of(words: str, offered: Mapping[str, Kind], area: str = "") -> str:
    """The code of the kind that the words point to, "" in doubt."""
    return guess(words, offered, area).code


def recorded(words: str, offered: Mapping[str, Kind], area: str = "") -> tuple[Code | None, int, str]:
    """What a report keeps of its suggestion: kind, confidence per thousand, the model's digest; no kind when in doubt."""
    made = guess(words, offered, area)
    return (Code(made.code), made.sure, classifying.by_model(area)) if made.code else (None, 0, "")


def found(words: str, hints: Mapping[str, Sequence[str]], most: int = 5) -> list[str]:
    """Codes that a search by words finds, the best first: a hint in the words, the words in a hint, two characters alike."""
    words = words.strip()
    pairs = {words[n : n + SHORTEST] for n in range(len(words) - 1)}
    weights = {
        code: sum(len(hint) * (4 * (hint in words) + 3 * (bool(words) and words in hint)) for hint in of)
        + sum(any(pair in hint for hint in of) for pair in pairs)
        for code, of in hints.items()
    }
    return [code for code, weight in sorted(weights.items(), key=lambda pair: -pair[1]) if weight][:most]
