"""What the people room remembers. Ids and codes: names and phones stay in the rows."""

from dataclasses import dataclass
from datetime import datetime
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
class UnitRegistered(Event):
    """A unit exists under its parent."""

    unit: UUID
    parent: UUID | None
    kind: Code
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class DutyAppointed(Event):
    """A person holds a post from `starts` to `ends` (None: until ended)."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode
    unit: UUID | None
    building: UUID | None
    kinds: tuple[Code, ...]
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, kw_only=True)
class DutyEnded(Event):
    """A duty ends at `at`; who takes over its open work is answered by flows."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DutyHandedOver(Event):
    """From `at` on `to_person` holds what `from_person` held."""

    from_duty: UUID
    to_duty: UUID
    from_person: UUID
    to_person: UUID
    post: Code
    area: AreaCode
    at: datetime


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


@dataclass(frozen=True, kw_only=True)
class PersonsImportUndone(Event):
    """An import of persons was taken back: `removed` were new with it, `restored` have their entries of before."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int


@dataclass(frozen=True, kw_only=True)
class DutiesImportUndone(Event):
    """An import of duties was taken back; each of them has its own DutyCancelled."""

    record: UUID
    area: AreaCode
    removed: int


@dataclass(frozen=True, kw_only=True)
class DutyCancelled(Event):
    """A duty was called off as if it had never been given."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class StandInAppointed(Event):
    """Somebody stands in for the holder of `duty` from `starts` to `ends`; the stand-in is a duty of its own."""

    duty: UUID
    stand_in: UUID
    person: UUID
    area: AreaCode
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Event):
    """A unit has another name."""

    unit: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """A unit was given up."""

    unit: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class UnitReopened(Event):
    """A closed unit was taken up again."""

    unit: UUID
    area: AreaCode
