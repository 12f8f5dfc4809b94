"""Orders down to devices as people see them, and what the house's own chore asks: what is written, what is overdue."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.devices import decoding
from liren.devices.rules.orders import ORPHANED
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need

CARD = """
select o.id, o.device, o.what, o.minutes, o.why, o.asked_by, o.asked_at, o.expires_at, o.state, o.tries, o.sent_at, o.ended_at,
       e.raw as answer, d.wire, d.profile, p.outcome, p.due_at, p.answered_at,
       w."order" is not null and w.taken_at is null and o.tries = 0 as recall
from devices_order o join devices_device d on d.id = o.device left join devices_exchange e on e.id = o.answer
left join devices_postcheck p on p."order" = o.id left join devices_down w on w."order" = o.id
"""
WORDS = """
select e.id, e."order", e.how, e.at from (select exchange from devices_unnoted order by exchange limit %s) u
join devices_exchange e on e.id = u.exchange order by e.id
"""
OVERDUE = """
select "order", case when taken_at is null then 'expired' else 'lost' end as how from devices_down
where (taken_at is null and expires_at <= %s) or taken_at <= %s order by asked_at limit %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """One order and how it went. `answer` is the frame that answered it, `recall` whether it can still be called off.

    `outcome` is of `rules.checks.OUTCOMES` for 查岗, None for the rest.
    """

    id: UUID
    device: UUID
    what: str
    minutes: int | None
    why: str
    asked_by: UUID | None
    asked_at: datetime
    expires_at: datetime
    state: str
    tries: int
    sent_at: datetime | None
    ended_at: datetime | None
    answer: bytes | None
    wire: str
    profile: str
    outcome: str | None
    due_at: datetime | None
    answered_at: datetime | None
    recall: bool

    @property
    def moving(self) -> bool:
        """Whether something can still come of it by itself."""
        return self.state in ("waiting", "sent") or (self.outcome == "" and self.state == "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a gateway wrote of an order and nobody has noted yet."""

    id: int
    order: UUID
    how: str
    at: datetime


def of_device(viewer: Actor, device: UUID, most: int = 10) -> list[OrderCard]:
    """The latest orders to a device. Raises Missing without `devices.see` over it."""
    need(viewer, "devices.see", sql.value("select area from devices_device where id = %s", (device,)) or "-")
    return sql.rows(
        f"{CARD} where o.device = %s order by o.asked_at desc, o.serial desc limit %s", (device, most), into=OrderCard
    )


def takes(viewer: Actor, device: UUID) -> frozenset[str]:
    """What can be ordered of a device by its wire; nothing of a retired one. Raises Missing without `devices.see` over it."""
    row = sql.one("select area, wire, retired_at from devices_device where id = %s", (device,))
    need(viewer, "devices.see", row["area"] if row else "-")
    return frozenset() if row["retired_at"] else decoding.orders(row["wire"])


def words(viewer: Actor, most: int) -> list[Word]:
    """What gateways wrote and nobody has noted, in its order. The house only."""
    return sql.rows(WORDS, (most,), into=Word) if viewer.kind == "house" else []


def overdue(viewer: Actor, now: datetime, most: int) -> list[tuple[UUID, str]]:
    """Orders whose time to wait is over (expired), or whose gateway died (lost). The house only."""
    if viewer.kind != "house":
        return []
    return [(row["order"], row["how"]) for row in sql.rows(OVERDUE, (now, now - ORPHANED, most))]
