"""Orders on their way down: the statements with which a gateway takes the orders of its lines and writes down how they went.

Beside the gate as frames on their way in are (`intake.py`): what goes over a wire is no act of anybody. It is kept as it
went, once; what follows from it for the order is a command (`ordering.py`). Sent over a connection of the gateway's own,
without Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

MOST = 500
WAITING = "select distinct source from devices_down where wire = %(wire)s and taken_at is null and expires_at > clock_timestamp()"
"""The cheap question of every quarter of a second: the table is empty most of the time, however many devices are connected."""
TAKE = """
with mine as (
  select d."order" from devices_down d
  where d.wire = %(wire)s and d.taken_at is null and d.expires_at > clock_timestamp() and d.source = any(%(sources)b::bytea[])
    and not exists (select from devices_down e where e.wire = d.wire and e.source = d.source
                    and (e.asked_at, e."order") < (d.asked_at, d."order"))
  order by d.asked_at, d."order" limit %(most)s for update skip locked
)
update devices_down d set taken_by = %(gateway)s, taken_at = clock_timestamp() from mine where d."order" = mine."order"
returning d."order", d.source, d.what, d.minutes, d.serial
"""
"""One order of a device at a time: the next is taken when the one before it is over."""
TELL = """
with told as (
  insert into devices_exchange ("order", at, how, gateway, raw)
  select w.* from unnest(%(order)b::uuid[], %(at)b::timestamptz[], %(how)b::text[], %(gateway)b::uuid[], %(raw)b::bytea[]) as w
  returning id
)
insert into devices_unnoted (exchange) select id from told
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that this gateway carries now. `what` is of `rules.orders.ORDERS`; every try goes under `serial`."""

    order: UUID
    source: bytes
    what: str
    minutes: int | None
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What happened to an order (`rules.orders.WAYS`), and the frame that went or came, empty for silence."""

    order: UUID
    at: datetime
    how: str
    raw: bytes = b""


def taking(gateway: UUID, wire: str, sources: Sequence[bytes]) -> tuple[str, dict[str, Any]]:
    """What takes the orders that wait for these sources; its rows are the fields of Taken."""
    return TAKE, {"gateway": gateway, "wire": wire, "sources": list(sources), "most": MOST}


def telling(gateway: UUID, words: Sequence[Word]) -> tuple[str, dict[str, Any]]:
    """What keeps these words in their order and puts them in line to be noted, all or none."""
    return (
        TELL,
        {
            "order": [w.order for w in words], "at": [w.at for w in words], "how": [w.how for w in words],
            "gateway": [gateway] * len(words), "raw": [w.raw for w in words],
        },
    )  # fmt: skip
