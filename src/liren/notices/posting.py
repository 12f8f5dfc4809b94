"""Notices on their way into groups by their robots: claimed in one transaction, said in none, settled in another.

A platform that is down or says that it was asked too often is asked again later, and no notice is lost. A robot knows no
keys: where no answer came back the words may stand in the group twice, never not at all.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from liren.kernel.ports import SENDERS, Outgoing, Undelivered
from liren.trust import sealed, sql

SENDER = "wecom_robot"
BATCH = 10
TRIES = 20
log = structlog.get_logger()

CLAIM = """
with due as (
  select id from notices_post where try_at <= %(now)s order by try_at, id limit %(batch)s for update skip locked
)
update notices_post p set tries = p.tries + 1, try_at = %(now)s + interval '1 minute' * least(power(2, p.tries), 15)
from due, notices_group_notice n, notices_group g
where p.id = due.id and n.id = p.notice and g.id = p."group"
returning p.id, p.tries, n.words, g.robot
"""


def step(now: datetime) -> int:
    """Say what is due; how many were settled. Call from the worker, outside a transaction."""
    sender = SENDERS.get(SENDER)
    if sender is None:
        return 0
    with transaction.atomic(durable=True):
        claimed = sql.rows(CLAIM, {"now": now, "batch": BATCH})
    settled = 0
    for n, row in enumerate(claimed):
        if row["robot"] is None:
            settled += _settle(row, None, now, "群机器人已经去掉")
            continue
        order = Outgoing(address=sealed.unseal(bytes(row["robot"])), title="", body=row["words"], key=row["id"].hex)
        try:
            sender.send(order)
        except Undelivered as error:
            log.warning("group not told", trouble=str(error))
            if error.final or row["tries"] >= TRIES:
                settled += _settle(row, None, now, str(error))
            else:
                sql.run("update notices_post set trouble = %s where id = %s", (str(error)[:200], row["id"]))
            if error.down:
                _later([rest["id"] for rest in claimed[n + 1 :]], now)
                break
        else:
            settled += _settle(row, now, now, "")
    return settled


def _settle(row: dict[str, Any], sent_at: datetime | None, now: datetime, trouble: str) -> int:
    return sql.run(
        "update notices_post set try_at = null, sent_at = %s, trouble = %s where id = %s",
        (sent_at, trouble[:200], row["id"]),
    )


def _later(ids: list[Any], now: datetime) -> None:
    """Those behind one that the platform did not take wait a minute; their try does not count."""
    later = now + timedelta(minutes=1)
    sql.run("update notices_post set try_at = %s, tries = tries - 1 where id = any(%s)", (later, ids))
