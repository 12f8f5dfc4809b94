"""A listed order is offered to the nearest members who may take it: nobody has to keep looking at a list."""

from collections.abc import Iterator

from liren.flows.order_telling import offers
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services.events import OrderGivenBack, OrderListed
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_listed_offer_to_members"


def answer(event: OrderListed | OrderGivenBack, entry: Entry) -> Iterator[Tell]:
    """At most 24 members; nobody who declined it, and nobody when it has moved on meanwhile."""
    yield from offers(entry, the_house(NAME, entry.area))


def hang_up() -> None:
    registry.flow(NAME, on=OrderListed, do=answer, may=[Tell])
    registry.flow(NAME + ".again", on=OrderGivenBack, do=answer, may=[Tell])
