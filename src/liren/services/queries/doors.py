"""How a requester without an account comes back to an order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import links, sql

READ_OUT = timedelta(hours=24)
"""How long whoever asked for a caller may read the code out to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a fresh request's receipt shows. `pin` is "" where a phone was left: its last four digits serve."""

    order: UUID
    number: str
    token: str
    code: str
    pin: str


def receipt(viewer: Actor, order: UUID) -> Receipt | None:
    """The receipt of a request, for the door that has just taken it: the secrets are derived anew and never stored."""
    row = sql.one(
        "select o.number, l.nonce, l.tail from services_order o join services_link l on l.order_id = o.id where o.id = %s",
        (order,),
    )
    if row is None:
        return None
    secrets = links.derived("order", order, bytes(row["nonce"]))
    by_pin = bytes(row["tail"]) == links.tail_digest(order, secrets.pin)
    pin = secrets.pin if by_pin else ""
    return Receipt(order=order, number=row["number"], token=secrets.token, code=secrets.code, pin=pin)


def read_out(viewer: Actor, order: UUID, now: datetime) -> Receipt:
    """The receipt of a request that the viewer placed for somebody else. Raises Missing for all others, and after a day."""
    mine = sql.value(
        """select true from services_order o join services_note n on n.order_id = o.id and n.kind = 'place'
           where o.id = %s and o.on_behalf and n.account = %s and o.requested_at > %s""",
        (order, viewer.account, now - READ_OUT),
    )
    found = receipt(viewer, order) if mine else None
    if found is None:
        raise Missing
    return found


def by_link(viewer: Actor, token: str, now: datetime) -> UUID | None:
    """The order that a secret link opens; None for an unknown or expired one."""
    found: UUID | None = sql.value(
        "select order_id from services_link where token = %s and expires_at > %s", (links.digest(token), now)
    )
    return found


def by_code(viewer: Actor, code: str, tail: str, now: datetime) -> UUID | None:
    """The order that the code on a receipt opens with the phone's last four digits."""
    row = sql.one(
        "select order_id, tail from services_link where code = %s and expires_at > %s",
        (links.digest(code.strip().upper().replace(" ", "")), now),
    )
    if row is None or bytes(row["tail"]) != links.tail_digest(row["order_id"], tail.strip()):
        return None
    return UUID(str(row["order_id"]))
