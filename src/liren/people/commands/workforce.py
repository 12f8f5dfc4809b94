"""Orders about community workers: employment, certificates, assessments, and the warning before something ends."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class EmployWorker(Command):
    """A registered person works as a community worker from a day on (`last`: the last day, None: open).

    `contract` is a key of kinds.CONTRACTS, `entry_year` the year in which the person took the profession up.
    """

    employment: UUID
    person: UUID
    area: AreaCode
    contract: str
    entry_year: int
    starts: date
    unit: UUID | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class EndEmployment(Command):
    """Close an employment; `last` is the last day."""

    employment: UUID
    last: date


@dataclass(frozen=True, kw_only=True)
class RecordCertificate(Command):
    """Keep a pass of the national exam. The number is sealed. `registered_until`: the last day of the registration."""

    certificate: UUID
    person: UUID
    level: str
    number: str
    issued_on: date
    registered_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class RenewCertificate(Command):
    """The registration was renewed, or the pass reviewed, up to another day. None leaves it as it is."""

    certificate: UUID
    registered_until: date | None = None
    pass_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AssessWorker(Command):
    """Say whether a person has a county's own qualification, under the definition in force now."""

    assessment: UUID
    person: UUID
    tag: str
    passed: bool
    on: date


@dataclass(frozen=True, kw_only=True)
class WarnOfEnd(Command):
    """Tell that a certificate nears its end: the `no`-th of `rules.bells`. Ordered by a timer."""

    certificate: UUID
    no: int


@dataclass(frozen=True, kw_only=True)
class WorkerRow:
    """One line of an imported register, already read by `rules.worker_rows`; a person with two certificates has two.

    `level` "": no certificate on this line; `all_round` None: not assessed.
    """

    row: int
    employment: UUID
    certificate: UUID
    assessment: UUID
    name: str
    phone: str
    area: AreaCode
    unit_name: str
    contract: str
    entry_year: int
    starts: date
    last: date | None = None
    level: str = ""
    number: str = ""
    issued_on: date | None = None
    registered_until: date | None = None
    all_round: bool | None = None
    assessed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ImportWorkers(Command):
    """Take over a register of community workers or put known entries right, all of it or nothing."""

    area: AreaCode
    rows: tuple[WorkerRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoWorkersImport(Command):
    """Take one import of the register back, whole, while none of its entries was changed since."""

    record: UUID
