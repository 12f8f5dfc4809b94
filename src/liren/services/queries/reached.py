"""How whoever asked for help is reached, for the house that tells them: the phone that was left, and the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from liren.kernel import Actor, Missing
from liren.services.reading import WhereToGo
from liren.trust import links, sealed, sql
from liren.trust.sight import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """`phone` is "" when it was forgotten; `token` opens the page of the order."""

    phone: str
    token: str


def reached(viewer: Actor, orders: Sequence[UUID]) -> dict[UUID, Reached]:
    """The requesters of some orders, by order. Only the house asks, to send what the requester asked for."""
    if viewer.kind != "house":
        raise Missing
    with reading(viewer):
        rows = sql.rows(
            """select l.order_id, l.nonce, r.sealed from services_link l
               left join services_requester r on r.order_id = l.order_id where l.order_id = any(%s)""",
            (list(orders),),
        )
    return {
        row["order_id"]: Reached(
            phone=msgspec.json.decode(sealed.unseal(row["sealed"]), type=WhereToGo).phone if row["sealed"] else "",
            token=links.derived("order", row["order_id"], bytes(row["nonce"])).token,
        )
        for row in rows
    }
