"""Orders of the people room: persons, units, and the duties that grant rights."""

from liren.people.commands.duties import AppointDuty, AppointStandIn, CancelDuty, EndDuty, HandOverDuty
from liren.people.commands.founding import Administrator, FoundCounty
from liren.people.commands.imports import (
    DutyRow,
    ImportDuties,
    ImportPersons,
    PersonRow,
    UndoDutiesImport,
    UndoPersonsImport,
)
from liren.people.commands.persons import (
    CorrectPerson,
    LinkAccount,
    NotePartyMembers,
    OpenLogin,
    RegisterPerson,
    RevealField,
)
from liren.people.commands.units import CloseUnit, RegisterUnit, RenameUnit, ReopenUnit

__all__ = [
    "Administrator",
    "AppointDuty",
    "AppointStandIn",
    "CancelDuty",
    "CloseUnit",
    "CorrectPerson",
    "DutyRow",
    "EndDuty",
    "FoundCounty",
    "HandOverDuty",
    "ImportDuties",
    "ImportPersons",
    "LinkAccount",
    "NotePartyMembers",
    "OpenLogin",
    "PersonRow",
    "RegisterPerson",
    "RegisterUnit",
    "RenameUnit",
    "ReopenUnit",
    "RevealField",
    "UndoDutiesImport",
    "UndoPersonsImport",
]
