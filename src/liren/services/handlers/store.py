"""State to rows: the order itself, its notes, who has it in hand, and what its end takes along."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from liren.kernel.ids import new_id
from liren.services.events import OrderEvent
from liren.services.rules.fold import OrderState, changes
from liren.services.rules.stations import ENDED, IN_HAND
from liren.trust import sql

TOLD = frozenset({"place", "finish", "message", "add_words", "confirm", "rate", "cancel", "convert"})
"""Notes that the requester reads: one's own, and what is said to one."""


def row_of(order: OrderState) -> dict[str, Any]:
    """The state fields as columns."""
    return {f.name: getattr(order, f.name) for f in fields(order)}


def next_serial(office: str, year: int) -> int:
    """The next number of an office in a year; its row stays locked until the end, so it comes last."""
    return int(
        sql.value(
            """insert into services_serial as s (office, year, last) values (%s, %s, 1)
               on conflict (office, year) do update set last = s.last + 1 returning last""",
            (office, year),
        )
    )


def note(order: UUID, id: UUID | None, kind: str, text: str, account: UUID | None, now: datetime) -> None:
    """Keep words, if there are any."""
    if id is not None and text.strip():
        sql.insert(
            "services_note",
            {"id": id, "order_id": order, "kind": kind, "text": text.strip(), "at": now, "account": account,
             "told": kind in TOLD},
        )  # fmt: skip


def move(before: OrderState, event: OrderEvent, after: OrderState, now: datetime, **plain: Any) -> None:
    """Write what an event changed, and let the hand that has the order follow. The unique claim decides who is first."""
    if before.state in IN_HAND and after.state not in IN_HAND:
        sql.run("update services_claim set ended_at = %s where order_id = %s and ended_at is null", (now, before.id))
    if after.state in IN_HAND and after.handler != before.handler:
        sql.insert(
            "services_claim",
            {"id": new_id(), "order_id": after.id, "member": after.member, "handler": after.handler, "at": now,
             "ended_at": None},
        )  # fmt: skip
    sql.update("services_order", changes(event) | {"version": after.version} | plain, {"id": after.id})
    if after.state in ENDED:
        sql.run("delete from services_decline where order_id = %s", (after.id,))


def decline(order: UUID, member: UUID) -> None:
    """Do not offer this order to this member again."""
    sql.run("insert into services_decline (order_id, member) values (%s, %s) on conflict do nothing", (order, member))


def forget(order: UUID) -> None:
    """Who asked, where they live, what was said: all of it goes. Ids, codes and times stay."""
    for table in ("services_requester", "services_link", "services_note"):
        sql.run(f"delete from {table} where order_id = %s", (order,))
    forgotten = {"title": "", "requester": None, "times": Jsonb([])}
    sql.update("services_order", forgotten, {"id": order})
