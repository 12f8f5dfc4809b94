"""What the people room remembers. Ids and codes: names and phones stay in the rows."""

from liren.people.events.committees import MemberSeated, SeatCorrected, SeatEnded, SeatsImportUndone, TermSet
from liren.people.events.consents import ConsentGiven, ConsentWithdrawn
from liren.people.events.duties import (
    DutyAppointed,
    DutyCancelled,
    DutyEnded,
    DutyHandedOver,
    DutyRegranted,
    StandInAppointed,
)
from liren.people.events.imports import DutiesImportUndone, PersonsImportUndone
from liren.people.events.leaves import CoverageChecked, DutyTakenOver, LeaveCalledOff, LeaveTaken, PersonLeft
from liren.people.events.persons import (
    AccountLinked,
    FieldRevealed,
    PartyMembersNoted,
    PersonCorrected,
    PersonRegistered,
)
from liren.people.events.units import (
    HouseholdsLinked,
    UnitClosed,
    UnitMoved,
    UnitRegistered,
    UnitRenamed,
    UnitReopened,
    UnitsImportUndone,
)
from liren.people.events.workforce import (
    CertificateNearsEnd,
    CertificateRecorded,
    CertificateRenewed,
    EmploymentCorrected,
    EmploymentEnded,
    WorkerAssessed,
    WorkerEmployed,
    WorkersImportUndone,
)

__all__ = [
    "AccountLinked",
    "CertificateNearsEnd",
    "CertificateRecorded",
    "CertificateRenewed",
    "ConsentGiven",
    "ConsentWithdrawn",
    "CoverageChecked",
    "DutiesImportUndone",
    "DutyAppointed",
    "DutyCancelled",
    "DutyEnded",
    "DutyHandedOver",
    "DutyRegranted",
    "DutyTakenOver",
    "EmploymentCorrected",
    "EmploymentEnded",
    "FieldRevealed",
    "HouseholdsLinked",
    "LeaveCalledOff",
    "LeaveTaken",
    "MemberSeated",
    "PartyMembersNoted",
    "PersonCorrected",
    "PersonLeft",
    "PersonRegistered",
    "PersonsImportUndone",
    "SeatCorrected",
    "SeatEnded",
    "SeatsImportUndone",
    "StandInAppointed",
    "TermSet",
    "UnitClosed",
    "UnitMoved",
    "UnitRegistered",
    "UnitRenamed",
    "UnitReopened",
    "UnitsImportUndone",
    "WorkerAssessed",
    "WorkerEmployed",
    "WorkersImportUndone",
]
