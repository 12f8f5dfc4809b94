"""What became of messages, and how the channels fare."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.kernel.ports import SENDERS
from liren.notices.kinds import CHANNELS
from liren.trust import sql
from liren.trust.sight import need

RIGHT = "trust.deliveries"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One message to whoever holds a secret link. `state`: sending, sent, delivered, failed."""

    channel: str
    state: str
    letters: int
    made_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A channel: since when it is down and why, how many letters wait for it now, since when the oldest does.

    `channel` "" are letters whose channel is chosen when they go.
    """

    channel: str
    succeeded_at: datetime | None
    down_since: datetime | None
    try_at: datetime | None
    trouble: str
    waiting: int
    oldest: datetime | None


def receipts(viewer: Actor, link: UUID) -> list[ReceiptLine]:
    """What was sent outside about a report or an order, oldest first; never to which address.

    For its reporter and for staff who were shown the report: the caller has asked whether they may see it.
    """
    if viewer.kind not in ("staff", "house") and viewer.link_case != link:
        raise Missing
    return sql.rows(
        """select channel, state, letters, made_at, sent_at, settled_at, trouble from notices_message
           where link = %s order by made_at, id""",
        (link,),
        into=ReceiptLine,
    )


def health(viewer: Actor, now: datetime) -> list[Health]:
    """Every channel that is set up or still has letters, by name. For the house, and with the right to see deliveries."""
    if viewer.kind != "house":
        need(viewer, RIGHT)
    rows = sql.rows(
        """with waits as (select coalesce(channel, '') as name, count(*) as waiting, min(ready_at) as oldest
                          from notices_letter where ended_at is null and ready_at <= %s group by 1)
           select name as channel, c.succeeded_at, c.down_since, c.try_at, coalesce(c.trouble, '') as trouble,
                  coalesce(w.waiting, 0) as waiting, w.oldest
           from notices_channel c full join waits w using (name) order by name""",
        (now,),
        into=Health,
    )
    found = {row.channel: row for row in rows}
    for name in SENDERS.keys() & CHANNELS.keys():
        found.setdefault(
            name,
            Health(channel=name, succeeded_at=None, down_since=None, try_at=None, trouble="", waiting=0, oldest=None),
        )
    return [found[name] for name in sorted(found)]
