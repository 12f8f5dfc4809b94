"""A case that nobody has taken up yet goes to the keeper of the micro-grid that answers for it now."""

from collections.abc import Iterator

from liren.cases.commands import HandToKeeper
from liren.cases.events import CaseRescoped
from liren.flows import when_case_is_placed_hand_to_keeper as placed
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_rescoped_hand_to_keeper"


def answer(event: CaseRescoped, entry: Entry) -> Iterator[HandToKeeper]:
    """As for one whose place was corrected."""
    return placed.answer(event, entry)


def hang_up() -> None:
    registry.flow(NAME, on=CaseRescoped, do=answer, may=[HandToKeeper])
