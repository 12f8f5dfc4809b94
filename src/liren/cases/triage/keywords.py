"""Which kind a report seems to be, from the words of the catalogue (`hints`): what suggests until a county trains its own.

The confidence is the share of the weight of all hints that were found; it is not calibrated on anything.
"""

from collections.abc import Mapping, Sequence

from liren.cases.triage.model import Suggestion
from liren.cases.triage.why import Span

MOST = 5


def suggest(words: str, hints: Mapping[str, Sequence[str]]) -> Suggestion:
    """The code whose hints the words hold most (longer hints weigh more), with the hints that were found.

    `hints` maps a kind's code to its words. Two kinds that fit equally well: in doubt, because a wrong guess costs more
    than an open question.
    """
    weights = {code: sum(len(hint) for hint in of if hint in words) for code, of in hints.items()}
    whole = sum(weights.values())
    if not whole:
        return Suggestion(label="", confidence=0.0, learnt=False)
    order = sorted((code for code in weights if weights[code]), key=lambda code: -weights[code])
    ranked = tuple((code, round(weights[code] / whole, 4)) for code in order)
    tied = len(order) > 1 and weights[order[0]] == weights[order[1]]
    return Suggestion(
        label="" if tied else order[0], confidence=ranked[0][1], ranked=ranked,
        why=_found(words, hints[order[0]], weights[order[0]]), learnt=False,
    )  # fmt: skip


def _found(words: str, hints: Sequence[str], whole: int) -> tuple[Span, ...]:
    here = [hint for hint in hints if hint in words]
    spans = (Span(words.index(hint), words.index(hint) + len(hint), hint, round(len(hint) / whole, 4)) for hint in here)
    return tuple(sorted(spans, key=lambda one: (-one.share, one.start))[:MOST])
