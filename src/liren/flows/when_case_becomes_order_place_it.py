"""A request for help that neighbours can meet becomes a service order, in the reporter's own words, and the reporter hears so."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.events import CaseTurnedIntoOrder
from liren.cases.queries import turned
from liren.flows.telling import reporters, state_of
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services.commands import PlaceOrder
from liren.services.rules.placing import LONGEST_ADDRESS, LONGEST_NAME
from liren.services.rules.words import LONGEST
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_becomes_order_place_it"
ASK = "没有写门牌，打电话问"


def answer(event: CaseTurnedIntoOrder, entry: Entry) -> Iterator[PlaceOrder | Tell]:
    """Under the id that the case already names; the community checks it like every other order."""
    house = the_house(NAME, entry.area)
    told = turned.handed_over(house, event.case)
    yield PlaceOrder(
        order=event.order, note=uuid5(event.order, "place"), kind=event.service, words=told.words[:LONGEST],
        area=told.area, address=told.place[:LONGEST_ADDRESS] or ASK, phone=told.phone,
        name=told.name[:LONGEST_NAME] or "反映人", channel=Code("case"), on_behalf=True, from_case=event.case,
    )  # fmt: skip
    yield from reporters(entry, state_of(house, event.case, entry.at), "case_to_order")


def hang_up() -> None:
    registry.flow(NAME, on=CaseTurnedIntoOrder, do=answer, may=[PlaceOrder, Tell])
