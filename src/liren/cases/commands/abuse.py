"""Orders about a report that is no report: harassing, advertising, malicious. Two people mark it, the reporter may appeal.

A mark hides the words from lists and slows the sender down; it never closes the case and blocks nobody's right to report.
"""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, kw_only=True)
class MarkAbuse(Command):
    """Say that a report is harassing, advertising or malicious, and why one thinks so. Nothing happens until confirmed."""

    mark: UUID
    case: UUID
    reason: Code
    words: str


@dataclass(frozen=True, kw_only=True)
class DecideMark(Command):
    """Confirm the mark of a colleague, or decline it: another person than who marked."""

    case: UUID
    confirmed: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class AppealMark(Command):
    """Object, as the reporter, once."""

    case: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class HearAppeal(Command):
    """Decide the reporter's objection: neither who marked nor who confirmed."""

    case: UUID
    upheld: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class LiftMark(Command):
    """Take a mark back whole, at any time."""

    case: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class ExpireMark(Command):
    """Let a mark end when its time is over."""

    case: UUID
