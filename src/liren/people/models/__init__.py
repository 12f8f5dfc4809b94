"""Tables of the people room. Exclusion constraints, policies and collations stand in the migrations."""

from liren.people.models.committees import Seat, Term
from liren.people.models.consents import Consent
from liren.people.models.duties import Check, Duty, Leave
from liren.people.models.fields import area_field
from liren.people.models.persons import Contact, PartyMember, Person, Reveal
from liren.people.models.units import LinkedDoor, Unit, UnitVersion
from liren.people.models.workforce import Assessment, Certificate, Employment

__all__ = [
    "Assessment",
    "Certificate",
    "Check",
    "Consent",
    "Contact",
    "Duty",
    "Employment",
    "Leave",
    "LinkedDoor",
    "PartyMember",
    "Person",
    "Reveal",
    "Seat",
    "Term",
    "Unit",
    "UnitVersion",
    "area_field",
]
