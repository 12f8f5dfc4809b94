"""A verified or self-solved case asks whoever reported it: is it solved, and are you satisfied?

Those whose own report was merged into it are asked too; each answers about the own report.
"""

from collections.abc import Iterator

from liren.cases.events import CaseClosed, CaseSolvedOnSpot
from liren.flows.telling import followers, reporters, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_closed_ask_reporter"


def answer(event: CaseClosed | CaseSolvedOnSpot, entry: Entry) -> Iterator[Tell]:
    """Not while a drawn self-solved case still waits for its verifier."""
    if event.confirm == "pending":
        house = the_house(NAME, entry.area)
        yield from reporters(entry, state_of(house, event.case, entry.at), "case_answered")
        yield from followers(entry, house, "case_answered")


def hang_up() -> None:
    registry.flow(NAME, on=CaseClosed, do=answer, may=[Tell])
    registry.flow(NAME + ".on_spot", on=CaseSolvedOnSpot, do=answer, may=[Tell])
