"""Before a limit ends, whoever is waited for is reminded once."""

from collections.abc import Iterator

from liren.cases.events import CaseWarned
from liren.cases.workflows import workflow
from liren.flows.telling import notice, pressed, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_nears_its_limit_urge_holder"


def answer(event: CaseWarned, entry: Entry) -> Iterator[Tell]:
    """With the minutes that are left when it is told."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if case.next_due_at != event.next_due_at or event.next_due_at is None:
        return
    left = max(int((event.next_due_at - entry.at).total_seconds() // 60), 0)
    owner = workflow(case.workflow).state(case.state).owner
    for account in pressed(house, case, owner, entry):
        yield notice(entry, "case_near_limit", account=account, clock=event.next_clock, left=left, by=event.next_due_at)


def hang_up() -> None:
    registry.flow(NAME, on=CaseWarned, do=answer, may=[Tell])
