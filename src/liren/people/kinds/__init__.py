"""The closed lists of the people room and the shapes of its catalogue entries."""

from liren.people.kinds.persons import PARTY_SOURCES, REVEAL_REASONS, SEALED_FIELDS
from liren.people.kinds.posts import CHAIN, EDITABLE, HELD_OVER, LEVELS, Post, check
from liren.people.kinds.units import BESIDE, HOUSEHOLDS_LINKED, PARTY_TIERS, UNIT_KINDS

__all__ = [
    "BESIDE",
    "CHAIN",
    "EDITABLE",
    "HELD_OVER",
    "HOUSEHOLDS_LINKED",
    "LEVELS",
    "PARTY_SOURCES",
    "PARTY_TIERS",
    "REVEAL_REASONS",
    "SEALED_FIELDS",
    "UNIT_KINDS",
    "Post",
    "check",
]
