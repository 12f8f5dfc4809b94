"""What happened in the register of community workers. A certificate's number is nowhere in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class WorkerEmployed(Event):
    """A person works as a community worker from `starts` to `last` (None: open)."""

    employment: UUID
    person: UUID
    area: AreaCode
    unit: UUID | None
    contract: Code
    starts: date
    last: date | None


@dataclass(frozen=True, kw_only=True)
class EmploymentCorrected(Event):
    """A list put an employment's entry right."""

    employment: UUID
    area: AreaCode
    fields: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class EmploymentEnded(Event):
    """`last` is a person's last day in this employment."""

    employment: UUID
    person: UUID
    area: AreaCode
    last: date


@dataclass(frozen=True, kw_only=True)
class CertificateRecorded(Event):
    """A person has passed a level of the national exam."""

    certificate: UUID
    person: UUID
    area: AreaCode
    level: Code
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class CertificateRenewed(Event):
    """A pass or a registration holds up to another day."""

    certificate: UUID
    area: AreaCode
    pass_until: date | None
    registered_until: date | None


@dataclass(frozen=True, kw_only=True)
class WorkerAssessed(Event):
    """Whether a person has a qualification of the county's own, under which version of its definition."""

    assessment: UUID
    person: UUID
    area: AreaCode
    tag: Code
    entry: UUID
    passed: bool
    on: date


@dataclass(frozen=True, kw_only=True)
class CertificateNearsEnd(Event):
    """What of a certificate ends in `days` days; office and person are told by a flow."""

    certificate: UUID
    person: UUID
    area: AreaCode
    what: Code
    days: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class WorkersImportUndone(Event):
    """An import of the register was taken back."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
