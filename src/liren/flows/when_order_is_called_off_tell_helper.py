"""Whoever was about to go hears at once that they need not."""

from collections.abc import Iterator

from liren.flows.order_telling import notice
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services import queries as services
from liren.services.events import OrderCancelled, OrderTakenBack
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_called_off_tell_helper"


def answer(event: OrderCancelled | OrderTakenBack, entry: Entry) -> Iterator[Tell]:
    """Nobody when nobody had it."""
    account = services.last_hand(the_house(NAME, entry.area), event.order)
    if account is not None:
        yield notice(entry, "order_called_off", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=OrderCancelled, do=answer, may=[Tell])
    registry.flow(NAME + ".taken_back", on=OrderTakenBack, do=answer, may=[Tell])
