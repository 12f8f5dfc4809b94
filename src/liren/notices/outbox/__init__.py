"""Letters on their way out: claimed in one transaction, sent in none, settled in another.

A letter belongs to one notice; what is ready for one person by one channel goes as one message, whose id is the key that
the provider sees. A try that certainly failed is undone and its letters are gathered anew, with those that came meanwhile.
A try whose outcome is not known (no answer, a process that died) is repeated with the same key and the same words: where the
provider knows keys a message comes once, elsewhere it may come twice, never not at all. What was read in the inbox meanwhile
is not sent. While a provider is down its channel rests and no letter counts a try.
"""

from datetime import datetime

import structlog
from django.db import transaction

from liren.kernel.ports import SENDERS, Undelivered
from liren.notices.outbox import claim, settle
from liren.notices.outbox.claim import Batch
from liren.notices.outbox.receipts import listen
from liren.notices.outbox.texting import can_text, send_code

log = structlog.get_logger()

__all__ = ["can_text", "listen", "send_code", "send_due"]


def send_due(now: datetime) -> int:
    """Send what is due; how many letters of the queue were settled. Call from the worker, outside a transaction."""
    with transaction.atomic(durable=True):
        batches, settled = claim.due(now)
    down: set[str] = set()
    for batch in batches:
        settled += _held(batch, now) if batch.channel in down else _send(batch, now, down)
    return settled


def _send(batch: Batch, now: datetime, down: set[str]) -> int:
    """Whatever a sender raises stops nobody else's message."""
    try:
        receipt = SENDERS[batch.channel].send(batch.outgoing)
    except Undelivered as error:
        log.warning("message not delivered", channel=batch.channel, letters=len(batch.rows), trouble=str(error))
        if error.down:
            down.add(batch.channel)
        with transaction.atomic(durable=True):
            return settle.failed(batch, error, now)
    except Exception as error:
        log.exception("a sender is broken", channel=batch.channel)
        trouble = Undelivered(f"发送程序出错（{type(error).__name__}）", unsure=True)
        with transaction.atomic(durable=True):
            return settle.failed(batch, trouble, now)
    with transaction.atomic(durable=True):
        return settle.went(batch, receipt, now)


def _held(batch: Batch, now: datetime) -> int:
    """The provider went down a moment ago: wait with the rest of its channel."""
    with transaction.atomic(durable=True):
        settle.put_back(batch, now)
    return 0
