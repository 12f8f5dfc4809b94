"""A supervisor's word reaches whoever is waited for."""

from collections.abc import Iterator

from liren.cases.events import CaseUrged
from liren.cases.workflows import workflow
from liren.flows.telling import notice, state_of, waited_for
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_urged_tell_holder"


def answer(event: CaseUrged, entry: Entry) -> Iterator[Tell]:
    """The reason stands on the case page."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    for account in waited_for(house, case, workflow(case.workflow).state(case.state).owner, entry):
        yield notice(entry, "case_urged", account=account, round=case.urges)


def hang_up() -> None:
    registry.flow(NAME, on=CaseUrged, do=answer, may=[Tell])
