"""Orders about messages that did not go out, of whoever keeps the house running."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class RetryLetters(Command):
    """Try again what did not go out in an area: one letter, or everything of one channel; without either, all."""

    area: AreaCode
    letter: UUID | None = None
    channel: Code | None = None


@dataclass(frozen=True, kw_only=True)
class DropLetter(Command):
    """Give up: the notice stays in the inbox, nothing more is tried outside."""

    letter: UUID


@dataclass(frozen=True, kw_only=True)
class RerouteLetter(Command):
    """Send it by another channel that its wording and its recipient allow."""

    letter: UUID
    channel: Code


@dataclass(frozen=True, kw_only=True)
class CorrectAddress(Command):
    """Put another address in the place of one that does not work, and try again. `reason`: how it became known."""

    letter: UUID
    channel: Code
    address: str
    reason: Code
