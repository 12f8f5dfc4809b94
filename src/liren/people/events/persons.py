"""What happened to persons."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person is in the register of an area."""

    person: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class PersonCorrected(Event):
    """The named fields of a person changed."""

    person: UUID
    fields: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """A person signs in with an account."""

    person: UUID
    account: UUID


@dataclass(frozen=True, kw_only=True)
class FieldRevealed(Event):
    """Somebody asked to read a sealed field, and why."""

    permission: UUID
    person: UUID
    field: Code
    reason: Code


@dataclass(frozen=True, kw_only=True)
class PartyMembersNoted(Event):
    """A list of party members was taken over: how many, never who."""

    list: UUID
    area: AreaCode
    source: Code
    noted: int
