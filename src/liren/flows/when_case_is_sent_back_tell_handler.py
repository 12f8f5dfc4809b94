"""A result that was found wanting goes back to whoever reported it, with the new limit."""

from collections.abc import Iterator

from liren.cases.events import CaseSentBack
from liren.flows.telling import hands_of, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_sent_back_tell_handler"


def answer(event: CaseSentBack, entry: Entry) -> Iterator[Tell]:
    """The handler, with the time that is left."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if event.next_due_at is not None:
        for account in hands_of(house, case, entry.at):
            yield notice(entry, "case_redo", account=account, due=event.next_due_at)


def hang_up() -> None:
    registry.flow(NAME, on=CaseSentBack, do=answer, may=[Tell])
