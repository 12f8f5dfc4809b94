"""An order said to be done asks its requester: was it solved?"""

from collections.abc import Iterator

from liren.flows.order_telling import requester
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services.events import OrderDone
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_done_ask_requester"


def answer(event: OrderDone, entry: Entry) -> Iterator[Tell]:
    """Seven days without an answer are 未确认."""
    yield from requester(entry, the_house(NAME, entry.area), "order_done")


def hang_up() -> None:
    registry.flow(NAME, on=OrderDone, do=answer, may=[Tell])
