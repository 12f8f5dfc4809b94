"""What the people room remembers. Ids and codes: names and phones stay in the rows."""

from liren.people.events.duties import DutyAppointed, DutyCancelled, DutyEnded, DutyHandedOver, StandInAppointed
from liren.people.events.imports import DutiesImportUndone, PersonsImportUndone
from liren.people.events.persons import (
    AccountLinked,
    FieldRevealed,
    PartyMembersNoted,
    PersonCorrected,
    PersonRegistered,
)
from liren.people.events.units import UnitClosed, UnitRegistered, UnitRenamed, UnitReopened

__all__ = [
    "AccountLinked",
    "DutiesImportUndone",
    "DutyAppointed",
    "DutyCancelled",
    "DutyEnded",
    "DutyHandedOver",
    "FieldRevealed",
    "PartyMembersNoted",
    "PersonCorrected",
    "PersonRegistered",
    "PersonsImportUndone",
    "StandInAppointed",
    "UnitClosed",
    "UnitRegistered",
    "UnitRenamed",
    "UnitReopened",
]
