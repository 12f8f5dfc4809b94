"""A verified or self-solved case asks its reporter: is it solved, and are you satisfied?"""

from collections.abc import Iterator

from liren.cases.events import CaseClosed, CaseSolvedOnSpot
from liren.flows.telling import reporters, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_closed_ask_reporter"


def answer(event: CaseClosed | CaseSolvedOnSpot, entry: Entry) -> Iterator[Tell]:
    """Not while a drawn self-solved case still waits for its verifier."""
    if event.confirm == "pending":
        case = state_of(the_house(NAME, entry.area), event.case, entry.at)
        yield from reporters(entry, case, "case_answered")


def hang_up() -> None:
    registry.flow(NAME, on=CaseClosed, do=answer, may=[Tell])
    registry.flow(NAME + ".on_spot", on=CaseSolvedOnSpot, do=answer, may=[Tell])
