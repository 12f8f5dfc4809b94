"""A drill was ended: what is still open of its cases ends with it, parts before the whole, so that nothing rings on."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import EndDrillCase
from liren.cases.queries import drilled
from liren.devices.events.drills import DrillEnded
from liren.devices.queries import drills
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_drill_ends_end_its_cases"


def answer(event: DrillEnded, entry: Entry) -> Iterator[EndDrillCase]:
    """A case that turned out to be real is not among them."""
    house = the_house(NAME, entry.area)
    card = drills.drill(house, event.drill)
    words = f"演练“{card.name}”结束了。{card.end_words}"
    for case in drilled.open_of(house, event.drill):
        yield EndDrillCase(case=case, note=uuid5(case, f"ends {entry.id}"), words=words)


def hang_up() -> None:
    registry.flow(NAME, on=DrillEnded, do=answer, may=[EndDrillCase])
