"""The closed lists of the people room and the shapes of its catalogue entries."""

from liren.people.kinds.committees import (
    BACKGROUND_EDITABLE,
    BODIES,
    CAME_BY,
    ROLES,
    STANDINGS,
    Background,
    check_background,
)
from liren.people.kinds.consents import CONSENT_EDITABLE, CONSENT_FAMILY, Consent, check_consent
from liren.people.kinds.lines import LINE_EDITABLE, LINE_FAMILY, Line, check_line
from liren.people.kinds.persons import PARTY_SOURCES, REASONS_OF, REVEAL_REASONS, SEALED_FIELDS
from liren.people.kinds.posts import CHAIN, EDITABLE, HELD_OVER, LEVELS, Post, check
from liren.people.kinds.units import BESIDE, HOUSEHOLDS_LINKED, PARTY_TIERS, UNIT_KINDS
from liren.people.kinds.workforce import (
    CONTRACTS,
    ENDS,
    EXAM_LEVELS,
    PASS_YEARS,
    TAG_EDITABLE,
    WARNED_DAYS,
    QualificationTag,
    check_tag,
)

__all__ = [
    "BACKGROUND_EDITABLE",
    "BESIDE",
    "BODIES",
    "CAME_BY",
    "CHAIN",
    "CONSENT_EDITABLE",
    "CONSENT_FAMILY",
    "CONTRACTS",
    "EDITABLE",
    "ENDS",
    "EXAM_LEVELS",
    "HELD_OVER",
    "HOUSEHOLDS_LINKED",
    "LEVELS",
    "LINE_EDITABLE",
    "LINE_FAMILY",
    "PARTY_SOURCES",
    "PARTY_TIERS",
    "PASS_YEARS",
    "REASONS_OF",
    "REVEAL_REASONS",
    "ROLES",
    "SEALED_FIELDS",
    "STANDINGS",
    "TAG_EDITABLE",
    "UNIT_KINDS",
    "WARNED_DAYS",
    "Background",
    "Consent",
    "Line",
    "Post",
    "QualificationTag",
    "check",
    "check_background",
    "check_consent",
    "check_line",
    "check_tag",
]
