"""What providers say afterwards: a message arrived or did not, somebody answered with a stop word."""

import re
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import structlog
from django.db import Error, transaction

from liren.kernel import Code, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ports import SENDERS, Answer, Hearing, Report, Undelivered
from liren.notices.commands import StopAddress
from liren.notices.models.blind import blind
from liren.notices.outbox import settle
from liren.places import queries as places
from liren.trust import gate, sql

HOUSE = "notices.stop"
STOP = re.compile(r"(T|TD|退订|退|停|N|STOP)[。.!！]?", re.I)
LATE = timedelta(days=3)
"""Operators give up within two days; a receipt that comes later says nothing of use."""
log = structlog.get_logger()


def listen(now: datetime) -> int:
    """Ask every provider what it has to say; how much was heard. Call from the worker, outside a transaction."""
    heard = 0
    for sender in list(SENDERS.values()):
        if isinstance(sender, Hearing):
            heard += _listen(sender, now)
    return heard


def _listen(sender: Hearing, now: datetime) -> int:
    count = 0
    try:
        for said in sender.heard():
            count += 1
            if isinstance(said, Report):
                reported(sender.name, said, now)
            else:
                answered(sender.name, said, now)
    except Undelivered as error:
        log.warning("a provider tells nothing", channel=sender.name, trouble=str(error))
    except Error:
        raise
    except Exception:
        log.exception("what a provider tells can't be read", channel=sender.name)
    return count


def reported(channel: str, report: Report, now: datetime) -> bool:
    """A message arrived, or goes by the next channel. False for one that is not known or settled already: told twice is once."""
    with transaction.atomic(durable=True):
        message = sql.one(
            """select id, letters from notices_message
               where channel = %s and provider_id = %s and state = 'sent' and made_at > %s for update""",
            (channel, report.id, now - LATE),
        )
        if message is None:
            return False
        settle.arrived(message["id"], report, now)
    return True


def answered(channel: str, answer: Answer, now: datetime) -> bool:
    """A stop word stops the number it came from. Any other answer is not kept: nobody reads there.

    The key stands in the journal, so that it is made of the number's keyed digest: nobody tries numbers out on it.
    """
    county = places.county()
    if not STOP.fullmatch(answer.words.strip()) or county is None:
        return False
    order = StopAddress(area=county, channel=Code(channel), address=answer.address, how=Code("word"))
    key = uuid5(NAMESPACE_URL, f"liren-stop:{blind(channel, answer.address).hex()}:{answer.at.isoformat()}")
    try:
        gate.execute(order, actor=the_house(HOUSE), now=now, key=key)
    except Refusal as no:
        log.warning("a stop word could not be followed", channel=channel, trouble=no.sentence)
        return False
    return True
