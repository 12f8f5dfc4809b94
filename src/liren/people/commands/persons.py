"""Orders about persons: the register, accounts, what is sealed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class RegisterPerson(Command):
    """Enter a person who will hold duties. `work_phone` is shown to residents, `phone` is sealed."""

    person: UUID
    area: AreaCode
    name: str
    work_phone: str = ""
    work_email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectPerson(Command):
    """Put a person's entry right. None leaves a field as it is, "" empties it."""

    person: UUID
    name: str | None = None
    work_phone: str | None = None
    work_email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class LinkAccount(Command):
    """Say which account a person signs in with; the rights of their present and coming duties go to it."""

    person: UUID
    account: UUID


@dataclass(frozen=True, kw_only=True)
class OpenLogin(Command):
    """Open an account for a registered person and give out the one-time code with which they choose a password."""

    person: UUID
    account: UUID
    username: str
    code: str


@dataclass(frozen=True, kw_only=True)
class RevealField(Command):
    """Open one sealed field of a person for five minutes, for a reason from `kinds.REVEAL_REASONS`.

    The answer holds no secret: it names the permission with which `queries.revealed` reads the field.
    """

    permission: UUID
    person: UUID
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NotePartyMembers(Command):
    """Take over from the organisation department which persons are party members, all of them or none.

    Only the fact, its source (`kinds.PARTY_SOURCES`) and its day: member files are never copied (domain.md §1.2, J12).
    `list` names the paper the list came on.
    """

    list: UUID
    area: AreaCode
    source: str
    on: date
    persons: tuple[UUID, ...]
