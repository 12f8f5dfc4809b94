"""What the notices room decides: when a letter goes and what it says, and by which channel."""

from liren.notices.rules.letters import (
    FOOT,
    GATHERED,
    SHANGHAI,
    TRIES_MAX,
    awake_at,
    digest_at,
    letter,
    letter_at,
    moment,
    span,
    stored_facts,
    worded,
)

__all__ = [
    "FOOT",
    "GATHERED",
    "SHANGHAI",
    "TRIES_MAX",
    "awake_at",
    "digest_at",
    "letter",
    "letter_at",
    "moment",
    "span",
    "stored_facts",
    "worded",
]
