"""A grid divided anew: open cases go to the micro-grid that answers for their place now, closed ones stay in their day's."""

from collections.abc import Iterator

from liren.cases.commands import RescopeCases
from liren.places.events import MicroGridsAdopted
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_micro_grids_are_adopted_move_open_cases"


def answer(event: MicroGridsAdopted, entry: Entry) -> Iterator[RescopeCases]:
    yield RescopeCases(area=event.area)


def hang_up() -> None:
    registry.flow(NAME, on=MicroGridsAdopted, do=answer, may=[RescopeCases])
