"""A reporter may withdraw at any time: whoever was called for the matter need not stay."""

from collections.abc import Iterator

from liren.cases.commands.whistle import CallOffWhistle
from liren.cases.events import CaseWithdrawn
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_withdrawn_call_whistle_off"


def answer(event: CaseWithdrawn, entry: Entry) -> Iterator[CallOffWhistle]:
    case = state_of(the_house(NAME, entry.area), event.case, entry.at)
    if case.whistle is not None:
        yield CallOffWhistle(case=event.case, words="反映人撤回了这件事，不用再来了。")


def hang_up() -> None:
    registry.flow(NAME, on=CaseWithdrawn, do=answer, may=[CallOffWhistle])
