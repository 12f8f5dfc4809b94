"""Whoever leads hears what a helping unit did: they answer the reporter, the helper does not."""

from collections.abc import Iterator

from liren.cases.events import HelpReported
from liren.flows.telling import hands_of, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_helper_reports_tell_handler"


def answer(event: HelpReported, entry: Entry) -> Iterator[Tell]:
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    for account in hands_of(house, case, entry.at):
        if account != entry.actor_account:
            yield notice(entry, "case_helped", account=account, helper=event.by_unit)


def hang_up() -> None:
    registry.flow(NAME, on=HelpReported, do=answer, may=[Tell])
