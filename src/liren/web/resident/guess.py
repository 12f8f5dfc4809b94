"""Which kind a report seems to be, from the words in it: a suggestion, shown and changeable, never a decision."""

from collections.abc import Mapping, Sequence

SHORTEST = 2


def kind_of(words: str, hints: Mapping[str, Sequence[str]]) -> str:
    """The code whose hints the words hold most (longer hints weigh more), "" when none is in them.

    `hints` maps a kind's code to its words. Two kinds that fit equally well: none, because a wrong guess costs more
    than an open question.
    """
    weights = {code: sum(len(hint) for hint in of if hint in words) for code, of in hints.items()}
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] == 0:
        return ""
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return ""
    return ranked[0][0]


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
