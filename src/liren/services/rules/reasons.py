"""Why a member is suggested for an order, and why nobody is: codes and numbers, put in words where they are shown."""

from dataclasses import dataclass
from typing import Literal

from liren.services.commands import Pairing
from liren.services.kinds import ServiceKind

Why = Literal[
    "does", "woman", "man", "grid", "metres", "same_place", "load", "free",
    "no_skill", "no_place", "no_wishes", "no_time", "no_declined", "no_full",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `of` is the kind of service it speaks of, `n` metres or orders in hand."""

    code: Why
    n: int = 0
    of: str = ""


NOBODY: dict[str, Reason] = {
    "skill": Reason("no_skill"), "place": Reason("no_place"), "wishes": Reason("no_wishes"),
    "time": Reason("no_time"), "declined": Reason("no_declined"), "full": Reason("no_full"),
}  # fmt: skip
"""By the first reason that left nobody (`matching.REASONS`)."""
OF_GENDER: dict[str, Reason] = {"woman": Reason("woman"), "man": Reason("man")}
ONE_PLACE_M = 10
"""Nearer than this, two middles are the same micro-grid's."""


def found_because(kind: ServiceKind, gender: str, neighbour: bool, who: str, pair: Pairing) -> tuple[Reason, ...]:
    """Skill, the wishes that are met, the way to a whole ten metres, the orders in hand: in this order."""
    found = [Reason("does", of=kind.label)]
    if gender != "any":
        found.append(OF_GENDER[who])
    if neighbour:
        found.append(Reason("grid"))
    found.append(Reason("metres", round(pair.metres, -1)) if pair.metres >= ONE_PLACE_M else Reason("same_place"))
    found.append(Reason("load", pair.load) if pair.load else Reason("free"))
    return tuple(found)


def nobody_because(pair: Pairing) -> tuple[Reason, ...]:
    """The reason of a pairing without a member; none where the matching gave none."""
    return (NOBODY[pair.why],) if pair.why in NOBODY else ()
