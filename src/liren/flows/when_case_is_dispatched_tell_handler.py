"""Whoever a case was sent to hears of it: the person named, or everybody of the unit who can sign for it."""

from collections.abc import Iterator

from liren.cases.events import ArbitrationDecided, CaseDispatched
from liren.flows.telling import hands_of, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_dispatched_tell_handler"


def answer(event: CaseDispatched | ArbitrationDecided, entry: Entry) -> Iterator[Tell]:
    """Nobody is told when it has moved on meanwhile."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if case.state != "dispatched":
        return
    for account in hands_of(house, case, entry.at):
        if case.unit is not None and event.next_due_at is not None:
            yield notice(entry, "case_dispatched", account=account, unit=case.unit, due=event.next_due_at)
        else:
            yield notice(entry, "case_handed", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=CaseDispatched, do=answer, may=[Tell])
    registry.flow(NAME + ".arbitrated", on=ArbitrationDecided, do=answer, may=[Tell])
