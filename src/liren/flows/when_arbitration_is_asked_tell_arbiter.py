"""A second quarrel over whose case it is goes to the arbiter."""

from collections.abc import Iterator

from liren.cases.events import ArbitrationAsked
from liren.flows.telling import nearest, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_arbitration_is_asked_tell_arbiter"


def answer(event: ArbitrationAsked, entry: Entry) -> Iterator[Tell]:
    """The nearest arbiter, with the limit."""
    house = the_house(NAME, entry.area)
    for account in nearest(house, state_of(house, event.case, entry.at), "arbiter", entry):
        yield notice(entry, "case_to_arbitrate", account=account, due=event.next_due_at)


def hang_up() -> None:
    registry.flow(NAME, on=ArbitrationAsked, do=answer, may=[Tell])
