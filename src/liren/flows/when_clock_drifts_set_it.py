"""A device's clock is more than five minutes off: it is set, once an hour at most. One that can't be told keeps its mark."""

from collections.abc import Iterator
from uuid import uuid5

from liren.devices.commands import OrderDown
from liren.devices.events import ClockDrifted
from liren.devices.queries import orders
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_clock_drifts_set_it"
SET = Code("set_clock")


def answer(event: ClockDrifted, entry: Entry) -> Iterator[OrderDown]:
    """The order's id follows from the device and the hour, so that an entry answered twice sets no second clock."""
    if SET in orders.takes(the_house(NAME, entry.area), event.device):
        order = uuid5(event.device, f"clock:{entry.at:%Y%m%d%H}")
        yield OrderDown(order=order, device=event.device, what=SET, why=Code("clock"))


def hang_up() -> None:
    registry.flow(NAME, on=ClockDrifted, do=answer, may=[OrderDown])
