"""What a member who left had in hand is offered to others at once."""

from collections.abc import Iterator

from liren.kernel.actor import the_house
from liren.services import queries as services
from liren.services.commands import GiveBackOrder
from liren.services.events import MemberLeft
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_member_leaves_give_orders_back"


def answer(event: MemberLeft, entry: Entry) -> Iterator[GiveBackOrder]:
    """Oldest first."""
    for order in services.in_hand(the_house(NAME, entry.area), event.member):
        yield GiveBackOrder(order=order)


def hang_up() -> None:
    registry.flow(NAME, on=MemberLeft, do=answer, may=[GiveBackOrder])
