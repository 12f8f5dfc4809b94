"""Nobody claimed an order: the wider circle is offered it; when nobody there does either, the community's post hears."""

from collections.abc import Iterator

from liren.flows.order_telling import card_of, community, notice, offers
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services.events import OrderUnclaimed, OrderWidened
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_is_unclaimed_widen_then_tell_community"


def widened(event: OrderWidened, entry: Entry) -> Iterator[Tell]:
    """The whole town may claim it now."""
    yield from offers(entry, the_house(NAME, entry.area))


def unclaimed(event: OrderUnclaimed, entry: Entry) -> Iterator[Tell]:
    """Not when somebody has already seen to it."""
    house = the_house(NAME, entry.area)
    if card_of(house, entry).order.state == "unclaimed":
        for account in community(entry, house):
            yield notice(entry, "order_unclaimed", account=account)


def hang_up() -> None:
    registry.flow(NAME + ".widened", on=OrderWidened, do=widened, may=[Tell])
    registry.flow(NAME, on=OrderUnclaimed, do=unclaimed, may=[Tell])
