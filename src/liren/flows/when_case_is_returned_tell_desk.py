"""A case that a unit gave back is on the desk again."""

from collections.abc import Iterator

from liren.cases.events import CaseReturned
from liren.flows.telling import nearest, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_returned_tell_desk"


def answer(event: CaseReturned, entry: Entry) -> Iterator[Tell]:
    """The dispatchers nearest to it hear which unit returned it; a keeper returns for no unit."""
    house = the_house(NAME, entry.area)
    held = people.duties_of(house, entry.actor_account, entry.at) if entry.actor_account else []
    unit = next((h.unit for h in held if h.unit), None)
    for account in nearest(house, state_of(house, event.case, entry.at), "dispatcher", entry):
        if unit is not None:
            yield notice(entry, "case_returned", account=account, unit=unit)
        else:
            yield notice(entry, "case_handed", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=CaseReturned, do=answer, may=[Tell])
