"""Calls to webhooks on their way out: claimed in one transaction, sent in none, settled in another.

At least once, under an id that stays; in the order of each case: a later call waits until the one before is over.
While a receiver is down it is tried with one call, 5 seconds later, then 10, 20 … at most an hour, and everything else
waits with it; what it refuses for itself (400, 422) waits alone. Days later the webhook is switched off; what waits is
kept for thirty days. A call that was claimed when its process died is sent again after five minutes.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import structlog
from django.db import close_old_connections, connection, transaction

from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import CALLERS, Undelivered
from liren.notices.commands.hooks import DisableHook
from liren.notices.rules import hooks as rules
from liren.trust import clients, gate, sealed, sql

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(minutes=5)
HOUSE = "notices.hooks"
NO_KEY = "密钥已停用或过期"
CLAIM = """
with ready as (
  select d.no, h.failures, row_number() over (partition by d.hook order by d.no) as n
  from notices_hook h join notices_hook_delivery d on d.hook = h.id
  where h.state = 'on' and h.try_at <= %(now)s and d.ended_at is null and d.try_at <= %(now)s
    and not exists (select from notices_hook_delivery e
                    where e.hook = d.hook and e.subject = d.subject and e.ended_at is null and e.no < d.no)
  order by d.no limit %(batch)s
), taken as (
  select d.no from notices_hook_delivery d join ready r on r.no = d.no and (r.failures = 0 or r.n = 1)
  where d.ended_at is null and d.try_at <= %(now)s for update of d skip locked
)
update notices_hook_delivery d set tries = d.tries + 1, tried_at = %(now)s, try_at = %(now)s + %(lease)s
from taken, notices_hook h where d.no = taken.no and h.id = d.hook
returning d.no, d.id, d.hook, d.body, d.tries, h.url, h.secret, h.client, h.failing_since, h.failures
"""
Row = dict[str, Any]
_thread: Thread | None = None


def send_due(now: datetime) -> int:
    """Send a batch of what is due; how many calls were tried. Call outside a transaction; again while it is not 0."""
    if not CALLERS:
        return 0
    with transaction.atomic(durable=True):
        claimed = sorted(sql.rows(CLAIM, {"now": now, "batch": BATCH, "lease": LEASE}), key=lambda row: row["no"])
    by_hook: dict[UUID, list[Row]] = defaultdict(list)
    for row in claimed:
        by_hook[row["hook"]].append(row)
    held = clients.clients_of({row["client"] for row in claimed}, now) if claimed else {}
    for rows in by_hook.values():
        if rows[0]["client"] in held:
            _send(rows, now)
        else:
            _over(rows, now, NO_KEY)
    return len(claimed)


def step(clock: Callable[[], datetime]) -> None:
    """Send what is due beside the worker's loop, which has others to serve while a receiver takes its time."""
    global _thread
    if CALLERS and (_thread is None or not _thread.is_alive()):
        _thread = Thread(target=_drain, args=(clock,), name="webhooks", daemon=True)
        _thread.start()


def sweep(now: datetime) -> int:
    """Forget calls that are older than thirty days; how many."""
    return sql.run("delete from notices_hook_delivery where made_at < %s", (now - rules.KEPT,))


def _drain(clock: Callable[[], datetime]) -> None:
    try:
        close_old_connections()
        while send_due(clock()):
            pass
    except Exception:
        log.exception("webhooks stopped for now")
    finally:
        connection.close()


def _send(rows: list[Row], now: datetime) -> None:
    """The calls of one webhook, one after the other, until it turns out to be down."""
    for n, row in enumerate(rows):
        status, trouble = _call(row, now)
        if status is not None and 200 <= status < 300:
            _went(row, status, now)
        elif status in rules.ITS_OWN_FAULT:
            _refused(row, int(status or 0), now)
        else:
            _down(row, status, trouble, now)
            _put_back(rows[n + 1 :], now)
            return


def _call(row: Row, now: datetime) -> tuple[int | None, str]:
    body, id, timestamp = row["body"].encode(), str(row["id"]), int(now.timestamp())
    secret = sealed.unseal(row["secret"])
    headers = {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": rules.signature(secret, id, timestamp, body),
    }
    try:
        status = CALLERS[0].call(row["url"], headers, body)
    except Undelivered as error:
        return None, str(error)
    return status, f"对方答复 {status}"


def _went(row: Row, status: int, now: datetime) -> None:
    with transaction.atomic(durable=True):
        sql.run(
            "update notices_hook_delivery set ended_at = %s, status = %s, trouble = '' where no = %s",
            (now, status, row["no"]),
        )
        sql.run(
            "update notices_hook set failing_since = null, failures = 0 where id = %s and failures > 0", (row["hook"],)
        )


def _refused(row: Row, status: int, now: datetime) -> None:
    """This one call is not wanted as it is; after days it is over and the next of its case goes."""
    ended = now if rules.spent(row["tries"]) else None
    with transaction.atomic(durable=True):
        sql.run(
            "update notices_hook_delivery set try_at = %s, status = %s, trouble = %s, ended_at = %s where no = %s",
            (now + rules.wait(row["tries"]), status, f"对方答复 {status}", ended, row["no"]),
        )
        sql.run(
            "update notices_hook set failing_since = null, failures = 0 where id = %s and failures > 0", (row["hook"],)
        )


def _down(row: Row, status: int | None, trouble: str, now: datetime) -> None:
    """The receiver takes nothing: the webhook waits as a whole, and is switched off after days or when it says it is gone."""
    since = row["failing_since"] or now
    with transaction.atomic(durable=True):
        sql.run(
            "update notices_hook_delivery set try_at = %s, status = %s, trouble = %s where no = %s",
            (now, status, trouble[:200], row["no"]),
        )
        sql.run(
            "update notices_hook set failing_since = %s, failures = failures + 1, try_at = %s where id = %s",
            (since, now + rules.wait(row["failures"] + 1), row["hook"]),
        )
    log.warning("webhook not taken", hook=str(row["hook"]), trouble=trouble, failures=row["failures"] + 1)
    if status == rules.GONE or rules.to_be_disabled(since, now):
        try:
            gate.execute(DisableHook(hook=row["hook"]), actor=the_house(HOUSE), now=now, key=new_id())
        except Refusal as no:
            log.warning("webhook not disabled", hook=str(row["hook"]), why=no.sentence)


def _put_back(rows: list[Row], now: datetime) -> None:
    """These were not tried after all."""
    sql.run(
        "update notices_hook_delivery set tries = tries - 1, try_at = %s where no = any(%s)",
        (now, [row["no"] for row in rows]),
    )


def _over(rows: list[Row], now: datetime, trouble: str) -> None:
    sql.run(
        "update notices_hook_delivery set ended_at = %s, trouble = %s where no = any(%s)",
        (now, trouble, [row["no"] for row in rows]),
    )
