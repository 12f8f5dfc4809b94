"""这就是我说的: which cases strangers are shown while they report, and who may fold a report into another's case.

Only matters of the open street are shown: kinds that lie at a point, in groups about things and not about people, with
nobody's secrecy on them. Positions are compared by squares of a fixed net, so that every point of a square gets the
same answer and asking again from a step aside tells nothing more about where a case lies.
"""

from math import ceil, floor

from liren.cases.kinds import Kind
from liren.cases.rules.fold import CaseState
from liren.cases.rules.queues import OPEN
from liren.kernel import Refusal

STREET = frozenset({"appearance", "facilities", "street_order", "safety", "flood", "environment", "rural"})
SQUARE = 0.0006
"""Degrees: about 67 m from south to north, 57 m from west to east at 32°."""


def on_the_street(kind: Kind) -> bool:
    """Cases of this kind may be shown to whoever reports the same close by; what a device says is nobody's to see before it is judged."""
    return kind.for_people and kind.secrecy == 0 and kind.place == "point" and kind.group in STREET


def squares(degrees: float) -> tuple[float, float]:
    """The span of a coordinate that counts as close by: its own square and the one on either side, in degrees."""
    square = floor(degrees / SQUARE)
    return (square - 1) * SQUARE, (square + 2) * SQUARE


def own_square(degrees: float) -> float:
    """Where a coordinate's own square begins, in degrees."""
    return floor(degrees / SQUARE) * SQUARE


def middle(degrees: float) -> float:
    """The middle of a coordinate's own square: all that strangers are told of where a case lies, in degrees."""
    return round((floor(degrees / SQUARE) + 0.5) * SQUARE, 4)


def spanning(low: float, high: float) -> tuple[float, float]:
    """The span of the squares whose middle lies between two coordinates: [from, to) in degrees, whole squares only.

    A search cut to whole squares tells no more about a position than `middle` does, however often it is repeated.
    """
    return ceil(low / SQUARE - 0.5) * SQUARE, (floor(high / SQUARE - 0.5) + 1) * SQUARE


def check(mine: CaseState, other: CaseState | None, kind: Kind) -> None:
    """Raise the Refusal that tells why this report can't join the other case."""
    if (
        other is None
        or not on_the_street(kind)
        or other.kind != mine.kind
        or other.about_unit
        or other.secrecy
        or other.drill
    ):
        raise Refusal(
            "same_unlike", "这两件不能并在一起，请点“不是同一件”，单独报一件。您写的都还在。", field="same_as"
        )
    if mine.secrecy:
        raise Refusal(
            "same_sealed",
            "不让承办单位看到您是谁，就不能并到别人反映的那一件里。请去掉这个勾，或者点“不是同一件”，单独报一件。",
            field="sealed",
        )
    if other.state not in OPEN:
        raise Refusal(
            "same_ended", "那一件刚刚办结了，不能再加入。请点“不是同一件”，单独报一件。您写的都还在。", field="same_as"
        )
