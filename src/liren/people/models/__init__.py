"""Tables of the people room. Exclusion constraints, the policy and the collations stand in the first migration."""

from liren.people.models.duties import Check, Duty, Leave
from liren.people.models.fields import area_field
from liren.people.models.persons import Contact, PartyMember, Person, Reveal
from liren.people.models.units import Unit

__all__ = [
    "Check",
    "Contact",
    "Duty",
    "Leave",
    "PartyMember",
    "Person",
    "Reveal",
    "Unit",
    "area_field",
]
