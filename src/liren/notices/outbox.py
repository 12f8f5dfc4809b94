"""Letters on their way out: claimed in one transaction, sent in none, settled in another.

A process that dies between sending and settling sends once more after the wait: a letter may come twice, never not
at all. What was read in the inbox meanwhile is not sent; what is due for one person goes in one letter.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from liren.kernel import Actor
from liren.kernel.actor import the_house
from liren.kernel.ports import SENDERS, Sender, Undelivered
from liren.notices import rules
from liren.notices.wording import worded
from liren.people import queries as people
from liren.trust import sql

BATCH = 50
NO_ADDRESS = "没有登记工作邮箱"
log = structlog.get_logger()

CLAIM = """
with due as (
  select id from notices_letter where ended_at is null and try_at <= %(now)s order by try_at, id
  limit %(batch)s for update skip locked
)
update notices_letter l set tries = l.tries + 1, try_at = %(now)s + interval '1 minute' * power(2, l.tries)
from due, notices_notice n where l.id = due.id and n.id = l.notice
returning l.id as letter, l.sender, l.tries, n.*
"""


def send_due(now: datetime) -> int:
    """Send what is due; how many letters of the queue were settled. Call from the worker, outside a transaction."""
    with transaction.atomic(durable=True):
        claimed = sql.rows(CLAIM, {"now": now, "batch": BATCH})
    by_person: dict[tuple[str, UUID], list[dict[str, Any]]] = defaultdict(list)
    settled = 0
    for row in sorted(claimed, key=lambda row: row["told_at"]):
        if row["read_at"] is None:
            by_person[row["sender"], row["account"]].append(row)
        else:
            settled += _settle([row], now, "")
    house = the_house("notices")
    addresses = people.emails_of(house, {account for _, account in by_person})
    for (sender, account), rows in by_person.items():
        settled += _deliver(house, SENDERS.get(sender), addresses.get(account), rows, now)
    return settled


def _deliver(
    house: Actor, sender: Sender | None, address: str | None, rows: list[dict[str, Any]], now: datetime
) -> int:
    if sender is None:
        return 0
    if address is None:
        return _settle(rows, now, NO_ADDRESS)
    title, body = rules.letter(worded(house, rows, now))
    try:
        sender.send(address, title, body)
    except Undelivered as error:
        spent = [row for row in rows if error.final or row["tries"] >= rules.TRIES_MAX]
        log.warning("letter not delivered", sender=sender.name, letters=len(rows), trouble=str(error))
        return _settle(spent, now, str(error)[:200])
    return _settle(rows, now, "")


def _settle(rows: list[dict[str, Any]], now: datetime, trouble: str) -> int:
    return sql.run(
        "update notices_letter set ended_at = %s, trouble = %s where id = any(%s)",
        (now, trouble, [row["letter"] for row in rows]),
    )
