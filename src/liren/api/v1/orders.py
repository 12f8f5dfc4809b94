"""Requests for help (点单), read only: what and where, never who asked or who helps."""

from liren.api.v1 import shapes
from liren.api.v1.door import Call
from liren.services.queries.lists import Filter, page


def listing(call: Call) -> shapes.OrderPage:
    """A page of orders: what is due first, or what ended last."""
    asked = call.asked
    found = page(
        call.viewer, Filter(queue=asked.queue, area=asked.area or ""), call.now, after=asked.cursor, size=asked.size
    )
    names = shapes.OrderLine.__struct_fields__
    lines = (
        {name: getattr(one, name) for name in names if name != "area"} | {"area": one.scope} for one in found.lines
    )
    return shapes.OrderPage(orders=tuple(shapes.OrderLine(**line) for line in lines), next=found.after or None)
