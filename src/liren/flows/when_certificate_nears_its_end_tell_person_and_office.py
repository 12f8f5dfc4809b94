"""A certificate or its registration ends soon: whoever holds it hears in time, and the office that keeps the register."""

from collections.abc import Iterator

from liren.flows.telling import accounts
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.people.events import CertificateNearsEnd
from liren.people.queries import workforce
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_certificate_nears_its_end_tell_person_and_office"
OFFICE = ("organisation_officer", "system_admin")


def answer(event: CertificateNearsEnd, entry: Entry) -> Iterator[Tell]:
    """The person, where they sign in; and the nearest officer, else the administrator."""
    house = the_house(NAME, entry.area)
    own = workforce.account_of(house, event.person)
    held = (people.holders(house, post, AreaCode(entry.area), entry.at) for post in OFFICE)
    keepers = next((found for found in map(accounts, held) if found), [])
    for account in dict.fromkeys([*([own] if own else []), *keepers]):
        yield Tell(
            account=account,
            template=Code("certificate_near_end"),
            subject_kind=Code("worker"),
            subject=event.person,
            area=AreaCode(entry.area),
            facts=((Code("what"), event.what), (Code("days"), event.days)),
            round=event.days,
        )


def hang_up() -> None:
    registry.flow(NAME, on=CertificateNearsEnd, do=answer, may=[Tell])
