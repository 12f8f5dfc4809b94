"""Units that a case was sent to beside the one that leads hear of it: everybody who works for them, each once."""

from collections.abc import Iterator

from liren.cases.events import CaseDispatched
from liren.flows.telling import accounts, complained_about, hands_of, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_dispatched_tell_helpers"


def answer(event: CaseDispatched, entry: Entry) -> Iterator[Tell]:
    """Of the units that still help; whoever leads is told as the one who leads."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    told = {*hands_of(house, case, entry.at), *complained_about(house, case, entry.at)}
    for unit in (u for u in event.helpers if u in case.helpers and case.secrecy < 2):
        for account in accounts(people.unit_members(house, unit, entry.at), but=told):
            told.add(account)
            yield notice(entry, "case_helps", account=account, helper=unit)


def hang_up() -> None:
    registry.flow(NAME, on=CaseDispatched, do=answer, may=[Tell])
