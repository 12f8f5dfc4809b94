"""What an order hands over to the case that takes its place: the requester's own words, and how to reach them."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.services import reading
from liren.services.reading import unsealed
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


def handed(viewer: Actor, order: UUID) -> Handed:
    """For the flow that reports the case. Raises Missing for anybody but the house, and for an order not converted."""
    row = reading.load(order)
    if viewer.kind != "house" or row is None or row["state"] != "converted_to_case":
        raise Missing
    words = sql.value("select text from services_note where order_id = %s and kind = 'place'", (order,))
    with look(viewer, purpose="点单转为事项", subject=order, what="services.requester", area=row["scope"]):
        who = unsealed(order)
    return Handed(words=words, area=AreaCode(row["scope"]), name=who.name, phone=who.phone, address=who.address)
