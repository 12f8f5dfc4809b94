"""Orders of the follow-up: seeds and draws by the house, calls by who did not handle the case, cases left out of the rates."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class CommitSeed(Command):
    """Draw the seed for the cases that will end on a day, before the day begins, and publish its hash.

    `follows` for a day that is over and has none, because nobody was there to draw it: the last draw before it, whose
    seed stood then and is still shut; the seed follows from that one, so nobody chooses it.
    """

    draw: UUID
    town: AreaCode
    day: date
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DrawCallBacks(Command):
    """Draw, with the day's seed, which of the cases that ended on it are called back."""

    draw: UUID


@dataclass(frozen=True, kw_only=True)
class RevealSeed(Command):
    """Publish the seed and the numbers of a draw; call-backs that nobody came to end here."""

    draw: UUID


@dataclass(frozen=True, kw_only=True)
class TakeCall(Command):
    """Ask for the next call. The house chooses; whoever had a hand in a case never gets it."""


@dataclass(frozen=True, kw_only=True)
class RecordCall(Command):
    """Tell what a call came to: `outcome` of rules.callbacks.OUTCOMES; for who was reached the three answers.

    `satisfied` 1 to 3, None not said. `reopen` asks in the reporter's name for it to be done again, `reason` says what was
    not done. `pressure` is what the reporter said of being pressed or threatened: sealed, for the supervisor.
    """

    call: UUID
    outcome: Code
    contacted: bool | None = None
    solved: Code | None = None
    satisfied: int | None = None
    reopen: bool = False
    note: UUID
    reason: str = ""
    pressure: str = ""


@dataclass(frozen=True, kw_only=True)
class SettlePressure(Command):
    """Say, as a supervisor who had no hand in it, that what a reporter said of pressure was looked into."""

    call: UUID


@dataclass(frozen=True, kw_only=True)
class AskExclusion(Command):
    """Ask for a case to be left out of the rates, with a reason of the list and the item it asks for."""

    exclusion: UUID
    case: UUID
    reason: Code
    item: str = ""
    words: str


@dataclass(frozen=True, kw_only=True)
class DecideExclusion(Command):
    """Agree that a case is left out, or not: another person than who asked."""

    case: UUID
    confirmed: bool
    words: str
