"""Drain deliveries and timers: each flow's answer in a transaction of its own, exactly once.

A delivery is locked, its commands run, and it is removed, all in one transaction; the commands' keys are derived from
(entry, flow, n). The oldest of a lane and flow goes first: one that fails waits longer each time and, after eight
tries, parks that lane and flow until somebody retries it from the desk.
"""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog
from django.db import Error, transaction

from liren.kernel import Command, Refusal
from liren.kernel.actor import the_house
from liren.trust import gate, journal, sql
from liren.trust.journal import Cause
from liren.trust.registry import FLOWS, TIMERS

log = structlog.get_logger()

BATCH = 20
TRIES = 8

HEADS = """
select d.id from trust_delivery d
where d.try_at <= %s and d.tries < %s and (%s::text[] is null or d.flow = any(%s))
  and not exists (select from trust_delivery e where e.lane = d.lane and e.flow = d.flow and e.id < d.id)
order by d.id limit %s
"""
LOCK = """
select id, entry, recorded_at, flow, lane, area, tries from trust_delivery
where id = %s and pg_try_advisory_xact_lock(hashtextextended(lane::text || flow, 0))
for update skip locked
"""
LOCK_TIMER = """
select id, subject, kind, no, area, fire_at, tries from trust_timer where id = %s and try_at <= %s
for update skip locked
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A timer that has fired, as its answer sees it."""

    subject: UUID
    kind: str
    no: int
    area: str
    fire_at: datetime


def drain(now: Callable[[], datetime], limit: int = BATCH, only: Sequence[str] | None = None) -> int:
    """Deliver up to `limit` heads of lanes; the number delivered. Call again while it is not 0. `only` names flows."""
    flows = None if only is None else list(only)
    heads = sql.values(HEADS, (now(), TRIES, flows, flows, limit))
    return sum(_safely("trust_delivery", head, now, _deliver) for head in heads)


def ring(now: Callable[[], datetime], limit: int = BATCH) -> int:
    """Fire up to `limit` due timers; the number fired."""
    due = sql.values(
        "select id from trust_timer where try_at <= %s and tries < %s order by try_at limit %s", (now(), TRIES, limit)
    )
    return sum(_safely("trust_timer", id, now, _fire) for id in due)


def _safely(table: str, id: int, now: Callable[[], datetime], act: Callable[[int, datetime], bool]) -> bool:
    try:
        with transaction.atomic(durable=True):
            return act(id, now())
    except (Refusal, Error, LookupError, ValueError, TypeError, AttributeError, KeyError) as error:
        _trouble(table, id, now(), error)
        return False


def _deliver(id: int, now: datetime) -> bool:
    row = sql.one(LOCK, (id,))
    if row is None:
        return False
    sql.setting("liren.scopes", row["area"] or "*")
    entry = journal.entry(row["entry"], row["recorded_at"])
    flow = FLOWS[row["flow"]]
    actor = the_house(flow.name, row["area"])
    cause = Cause(entry=entry.id, depth=entry.depth + 1)
    _carry_out(flow.do(entry.event, entry), actor, now, entry.id, flow.name, cause)
    sql.run("delete from trust_delivery where id = %s", (id,))
    return True


def _fire(id: int, now: datetime) -> bool:
    row = sql.one(LOCK_TIMER, (id, now))
    if row is None:
        return False
    row.pop("id")
    row.pop("tries")
    rung = Rung(**row)
    name = f"timer.{rung.kind}"
    sql.setting("liren.scopes", rung.area or "*")
    stamp = f"{name}:{rung.no}:{rung.fire_at.isoformat()}"
    _carry_out(TIMERS[rung.kind].do(rung), the_house(name, rung.area), now, rung.subject, stamp, None)
    sql.run("delete from trust_timer where id = %s and fire_at = %s", (id, rung.fire_at))
    return True


def _carry_out(
    commands: Iterable[Command], actor: Any, now: datetime, root: UUID, name: str, cause: Cause | None
) -> None:
    for n, command in enumerate(commands):
        gate.within(command, actor=actor, now=now, key=uuid5(root, f"{name}:{n}"), cause=cause)


def _trouble(table: str, id: int, now: datetime, error: Exception) -> None:
    """Step aside: note what went wrong and wait longer each time (1 s doubling to about two minutes)."""
    words = error.sentence if isinstance(error, Refusal) else "".join(traceback.format_exception_only(error))
    log.warning("delivery in trouble", table=table, id=id, error=words.strip())
    with transaction.atomic(durable=True):
        tries = sql.value(f"select tries from {table} where id = %s for update", (id,))
        if tries is not None:
            wait = timedelta(seconds=2**tries)
            sql.run(
                f"update {table} set tries = tries + 1, trouble = %s, try_at = %s where id = %s",
                (words.strip()[:2000], now + wait, id),
            )


def retry(lane: UUID | None, flow: str, now: datetime, *, area: str = "") -> int:
    """Put a lane of a flow (or timer) that is in trouble back to work, or every lane of it in an area; how many."""
    table, subject, name, value = ("trust_delivery", "lane", "flow", flow)
    if flow.startswith("timer."):
        table, subject, name, value = ("trust_timer", "subject", "kind", flow.removeprefix("timer."))
    return sql.run(
        f"""update {table} set tries = 0, try_at = %s
            where {name} = %s and tries > 0 and (%s::uuid is null or {subject} = %s) and starts_with(area, %s)""",
        (now, value, lane, lane, area),
    )
