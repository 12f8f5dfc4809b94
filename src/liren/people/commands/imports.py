"""Lists of persons and duties: taken over whole, taken back whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


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
class UndoPersonsImport(Command):
    """Take one import of persons back, whole, while none of them holds a duty, signs in or was corrected since."""

    record: UUID


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
class UndoDutiesImport(Command):
    """Take one import of duties back, whole, while none was ended, handed over or worked under since."""

    record: UUID
