"""The requester hears that somebody has taken the order, when they come, and what they are told or asked."""

from collections.abc import Iterator

from liren.flows.order_telling import requester
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services.events import (
    OrderAssigned,
    OrderClaimed,
    OrderConverted,
    OrderEvent,
    OrderGivenBack,
    OrderScheduled,
    RequesterMessaged,
)
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_claimed_tell_requester"
STEPS = (OrderClaimed, OrderAssigned, OrderScheduled, OrderGivenBack, OrderConverted, RequesterMessaged)


def step_of(event: type[OrderEvent]) -> Code:
    """The step's code, as `order_step` labels know it."""
    return Code(event.__name__.lower())


def answer(event: OrderEvent, entry: Entry) -> Iterator[Tell]:
    """One notice by the link, one in the account's inbox."""
    yield from requester(entry, the_house(NAME, entry.area), "order_moved", step=step_of(type(event)))


def hang_up() -> None:
    for event in STEPS:
        registry.flow(f"{NAME}.{step_of(event)}", on=event, do=answer, may=[Tell])
