"""Whoever an order was given to hears of it at once, and may give it back freely."""

from collections.abc import Iterator

from liren.flows.order_telling import notice
from liren.notices.commands import Tell
from liren.services.events import OrderAssigned
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_assigned_tell_member"


def answer(event: OrderAssigned, entry: Entry) -> Iterator[Tell]:
    """Not whoever took it over themselves."""
    if event.member is not None:
        yield notice(entry, "order_assigned", account=event.handler)


def hang_up() -> None:
    registry.flow(NAME, on=OrderAssigned, do=answer, may=[Tell])
