"""Orders of the people room: persons, units, and the duties that grant rights."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


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
class RegisterUnit(Command):
    """Enter a unit under its parent (None: a root). `area` is the area that answers for its entry."""

    unit: UUID
    parent: UUID | None
    kind: str
    name: str
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class AppointDuty(Command):
    """Give a person a post over an area (a building, a unit) for a period. `ends` None: until ended.

    `kinds` empty means every kind of case.
    """

    duty: UUID
    person: UUID
    post: str
    area: AreaCode
    starts: datetime
    ends: datetime | None = None
    unit: UUID | None = None
    building: UUID | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndDuty(Command):
    """Close a duty's period. The row stays: who held what when is never forgotten."""

    duty: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HandOverDuty(Command):
    """End one person's duty and begin the same duty of another at one moment, so that the seat is never empty."""

    duty: UUID
    successor: UUID
    person: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One line of an imported list of persons, already read and checked by `rules.person_row`."""

    row: int
    person: UUID
    area: AreaCode
    name: str
    work_phone: str = ""
    work_email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportPersons(Command):
    """Register many persons at once or put their entries right, all of them or none. `area` covers every row.

    A person is known by the mobile number, else by a name that only one person of the same area has; an empty cell
    changes nothing. An import with a `source` is put on record and can be undone.
    """

    area: AreaCode
    rows: tuple[PersonRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """One line of an imported list of duties, already read by `rules.duty_row`.

    The person is found by phone where one is given, else by a name that only one person of the area has.
    `building` is its number (楼栋编号), for posts held over one; `kinds` are codes, none means every kind.
    """

    row: int
    duty: UUID
    name: str
    phone: str
    post: str
    unit_name: str
    area: AreaCode
    starts: datetime
    ends: datetime | None = None
    building: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportDuties(Command):
    """Appoint many at once, all of them or none. `area` covers every row."""

    area: AreaCode
    rows: tuple[DutyRow, ...]
    source: FileSource | None = None


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


@dataclass(frozen=True, kw_only=True)
class UndoPersonsImport(Command):
    """Take one import of persons back, whole, while none of them holds a duty, signs in or was corrected since."""

    record: UUID


@dataclass(frozen=True, kw_only=True)
class UndoDutiesImport(Command):
    """Take one import of duties back, whole, while none was ended, handed over or worked under since."""

    record: UUID


@dataclass(frozen=True, kw_only=True)
class CancelDuty(Command):
    """Call a duty off that has not begun. The row stays with the period it was meant for; no right ever came of it."""

    duty: UUID


@dataclass(frozen=True, kw_only=True)
class AppointStandIn(Command):
    """Let somebody stand in for the holder of a duty for some days; the duty itself goes on, and both hold its rights."""

    duty: UUID
    stand_in: UUID
    person: UUID
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class RenameUnit(Command):
    """Give a unit another name."""

    unit: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class CloseUnit(Command):
    """Give a unit up: nobody works for it and no open unit stands below it. Its history stays."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class ReopenUnit(Command):
    """Take a closed unit up again."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class OpenLogin(Command):
    """Open an account for a registered person and give out the one-time code with which they choose a password."""

    person: UUID
    account: UUID
    username: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """One of the three administrators (三员) of a new county; the ids are made by whoever founds it."""

    post: str
    name: str
    username: str
    code: str
    person: UUID
    account: UUID
    duty: UUID


@dataclass(frozen=True, kw_only=True)
class FoundCounty(Command):
    """Make an empty county usable: its place in the tree, and three administrators with one-time codes.

    `above` names the province and the city. Refused as soon as anybody can sign in.
    """

    area: AreaCode
    name: str
    above: tuple[str, str]
    administrators: tuple[Administrator, ...]
