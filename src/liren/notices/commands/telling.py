"""Orders about what is told: to one inbox, and by a keeper to her groups."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

Fact = Code | int | datetime | UUID


@dataclass(frozen=True, kw_only=True)
class Tell(Command):
    """Put a notice into one inbox: an account's, or that of whoever holds the secret link of a subject.

    `template` is a catalogue notice; `facts` fill its slots with codes, numbers, times and ids, never with words:
    names are looked up when the notice is read. `round` tells repetitions of one alert apart (the second lateness).
    `by`: a letter that would wait beyond this moment goes at once; None when it may wait.
    """

    account: UUID | None = None
    link: UUID | None = None
    template: Code
    subject_kind: Code
    subject: UUID
    area: AreaCode
    facts: tuple[tuple[Code, Fact], ...] = ()
    round: int = 0
    by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MarkRead(Command):
    """Mark one's own notices about a subject as read; without a subject, all."""

    subject: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AcknowledgeAlert(Command):
    """Say "I know": this alert never comes back to the same person."""

    notice: UUID


@dataclass(frozen=True, kw_only=True)
class IssueGroupNotice(Command):
    """Put on record what a keeper tells the groups of an area. Robots say it where a group of the register has one;
    into the others she copies it herself.

    `registered` are groups of the register, `groups` the names of others. `wording` is the catalogue wording it started from, None for her own words. No number, no answer of a group is kept.
    """

    notice: UUID
    area: AreaCode
    groups: tuple[str, ...] = ()
    registered: tuple[UUID, ...] = ()
    words: str
    wording: Code | None = None
