"""Between orders and cases: what an order hands over to the case that takes its place, which order answers a case."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.services import reading
from liren.services.reading import unsealed
from liren.services.seeing import seen
from liren.trust import sql
from liren.trust.sight import look


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The content of a report."""

    words: str
    area: AreaCode
    name: str
    phone: str
    address: str


def answering(viewer: Actor, case: UUID) -> UUID | None:
    """The order that answers a case: for whoever opened the case by its secret link, and for those who may see the order."""
    row = sql.one("select * from services_order where from_case = %s", (case,))
    if row is None:
        return None
    if viewer.link_case != case:
        try:
            seen(viewer, row["id"])
        except Missing:
            return None
    found: UUID = row["id"]
    return found


def handed(viewer: Actor, order: UUID) -> Handed:
    """For the flow that reports the case. Raises Missing for anybody but the house, and for an order not converted."""
    row = reading.load(order)
    if viewer.kind != "house" or row is None or row["state"] != "converted_to_case":
        raise Missing
    words = sql.value("select text from services_note where order_id = %s and kind = 'place'", (order,))
    with look(viewer, purpose="点单转为事项", subject=order, what="services.requester", area=row["scope"]):
        who = unsealed(order)
    return Handed(words=words, area=AreaCode(row["scope"]), name=who.name, phone=who.phone, address=who.address)
