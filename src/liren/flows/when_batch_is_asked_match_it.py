"""A batch too large for a page is matched by the worker, which loads the solver for it."""

from collections.abc import Iterator

from liren.kernel.actor import the_house
from liren.services import queries as services
from liren.services.commands import KeepBatch
from liren.services.events import BatchAsked
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_batch_is_asked_match_it"


def answer(event: BatchAsked, entry: Entry) -> Iterator[KeepBatch]:
    """The same matching as the page's own."""
    found = services.pairings(the_house(NAME, entry.area), event.area, entry.at)
    yield KeepBatch(batch=event.batch, pairings=tuple(found))


def hang_up() -> None:
    registry.flow(NAME, on=BatchAsked, do=answer, may=[KeepBatch])
