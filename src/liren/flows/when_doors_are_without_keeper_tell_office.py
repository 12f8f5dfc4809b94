"""The office hears in the morning of doors that nobody, or more than one person, answers for."""

from collections.abc import Iterator

from liren.flows.telling import accounts
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.people.events import CoverageChecked
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_doors_are_without_keeper_tell_office"
OFFICE = ("security_admin", "system_admin")
"""Who can appoint, else who registers people."""


def answer(event: CoverageChecked, entry: Entry) -> Iterator[Tell]:
    """Nobody is told of a night on which every door has exactly one name."""
    if not event.without and not event.more:
        return
    house = the_house(NAME, entry.area)
    for post in OFFICE:
        found = accounts(people.holders(house, post, AreaCode(entry.area), entry.at))
        for account in found:
            yield Tell(
                account=account, template=Code("doors_without"), subject_kind=Code("coverage"), subject=event.check,
                area=event.area, facts=((Code("without"), event.without), (Code("more"), event.more)),
            )  # fmt: skip
        if found:
            return


def hang_up() -> None:
    registry.flow(NAME, on=CoverageChecked, do=answer, may=[Tell])
