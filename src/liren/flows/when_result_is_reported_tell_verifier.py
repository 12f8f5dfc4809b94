"""A reported result waits for somebody who had no hand in it: the nearest verifiers hear of it."""

from collections.abc import Iterator

from liren.cases.events import CaseSolvedOnSpot, ResultReported
from liren.flows.telling import nearest, notice, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_result_is_reported_tell_verifier"


def answer(event: ResultReported | CaseSolvedOnSpot, entry: Entry) -> Iterator[Tell]:
    """Only what waits to be verified; never whoever handled it."""
    if event.state == "feedback":
        house = the_house(NAME, entry.area)
        for account in nearest(house, state_of(house, event.case, entry.at), "verifier", entry, event.hands):
            yield notice(entry, "case_to_verify", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=ResultReported, do=answer, may=[Tell])
    registry.flow(NAME + ".on_spot", on=CaseSolvedOnSpot, do=answer, may=[Tell])
