"""What neighbours can't do becomes a case, in the requester's own words and under the id the order already names."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import ReportCase
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.services import queries as services
from liren.services.events import OrderConverted
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_order_becomes_case_report_it"


def answer(event: OrderConverted, entry: Entry) -> Iterator[ReportCase]:
    """Reported on behalf of the requester: name, phone and door go along under seal."""
    told = services.handed(the_house(NAME, entry.area), event.order)
    yield ReportCase(
        case_id=event.case, note=uuid5(event.case, "report"), kind=event.case_kind, words=told.words, area=told.area,
        place_words=told.address, phone=told.phone, name=told.name, channel=Code("desk"), on_behalf=True,
    )  # fmt: skip


def hang_up() -> None:
    registry.flow(NAME, on=OrderConverted, do=answer, may=[ReportCase])
