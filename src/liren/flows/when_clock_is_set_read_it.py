"""A device confirmed that its clock is set: it is asked what its clock shows, so that the mark goes by proof."""

from collections.abc import Iterator
from uuid import uuid5

from liren.devices.commands import OrderDown
from liren.devices.events import DownEnded
from liren.kernel import Code
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_clock_is_set_read_it"


def answer(event: DownEnded, entry: Entry) -> Iterator[OrderDown]:
    yield OrderDown(order=uuid5(event.order, "proof"), device=event.device, what=Code("read_clock"), why=Code("proof"))


def set_now(event: DownEnded) -> bool:
    """Whether this end is a clock that was set."""
    return event.what == "set_clock" and event.state == "answered"


def hang_up() -> None:
    registry.flow(NAME, on=DownEnded, do=answer, may=[OrderDown], when=set_now)
