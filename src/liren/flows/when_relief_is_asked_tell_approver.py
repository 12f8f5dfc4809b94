"""A wish for more time, or to wait, needs somebody else's yes."""

from collections.abc import Iterator

from liren.cases.events import ReliefAsked
from liren.flows.telling import nearest, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_relief_is_asked_tell_approver"


def answer(event: ReliefAsked, entry: Entry) -> Iterator[Tell]:
    """The supervisors nearest to it, but never whoever asked."""
    house = the_house(NAME, entry.area)
    for account in nearest(house, state_of(house, event.case, entry.at), "supervisor", entry, [event.relief_by]):
        yield notice(entry, "case_to_approve", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=ReliefAsked, do=answer, may=[Tell])
