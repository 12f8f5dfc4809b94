"""What is due, claimed: for each person the channel is chosen now, by the address, the choice and the stops of this moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS, Outgoing
from liren.notices.outbox import reach, words
from liren.notices.outbox.reach import Reach
from liren.notices.rules import channels as rules
from liren.trust import sql

BATCH = 50
NO_ADDRESS = "没有能发到的地方：企业微信、手机、工作邮箱都没有登记"
NOT_WANTED = ""
STOPPED = "没有再发：这个地址停用了"
Row = dict[str, Any]

CLAIM = """
with due as (
  select coalesce(n.account, n.link) as person from notices_letter l join notices_notice n on n.id = l.notice
  where l.ended_at is null and l.try_at <= %(now)s order by l.try_at, l.id limit %(batch)s
), taken as (
  select l.id from notices_letter l join notices_notice n on n.id = l.notice
  where l.ended_at is null and l.ready_at <= %(now)s and (l.message is null or l.try_at <= %(now)s)
    and coalesce(n.account, n.link) in (select person from due)
  for update of l skip locked
)
update notices_letter l set tries = l.tries + 1, try_at = %(now)s + interval '1 minute' * power(2, l.tries)
from taken, notices_notice n where l.id = taken.id and n.id = l.notice
returning l.id as letter, l.channel, l.tried, l.tries, l.message, l.trouble, n.*
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One message to be sent. `left` are the channels that remain for each letter when this one fails for good."""

    message: UUID
    channel: str
    outgoing: Outgoing
    rows: list[Row]
    left: dict[UUID, list[str]]


def due(now: datetime) -> tuple[list[Batch], int]:
    """The messages to send, each with its key, and how many letters ended without one. Call inside a transaction."""
    claimed = sorted(sql.rows(CLAIM, {"now": now, "batch": BATCH}), key=lambda row: (row["told_at"], row["letter"]))
    read = [row for row in claimed if row["read_at"] is not None]
    settled = end(read, now, "")
    fresh = [row for row in claimed if row["read_at"] is None]
    if not fresh:
        return [], settled
    reached = reach.of(fresh)
    resting = {
        row["name"]: row["try_at"]
        for row in sql.rows("select name, try_at from notices_channel where try_at > %s", (now,))
    }
    by_message: dict[tuple[UUID, str, UUID | None], list[Row]] = defaultdict(list)
    left: dict[UUID, list[str]] = {}
    for row in fresh:
        if row["message"] and (_person(row), row["channel"]) not in reached.addresses:
            _undo(row, now)
        left[row["letter"]] = order_of(row, reached)
        channel = _channel(row, left[row["letter"]])
        if channel is None:
            settled += end([row], now, NOT_WANTED if reached.unwanted(row) else row_trouble(row))
        elif channel in resting:
            rest(row, channel, resting[channel])
        elif channel in SENDERS:
            by_message[_person(row), channel, row["message"]].append(row)
    batches = [_batch(rows, channel, message, reached, left, now) for (_, channel, message), rows in by_message.items()]
    return batches, settled


def order_of(row: Row, reached: Reach) -> list[str]:
    """The channels left for one letter, the first to be tried in front."""
    person = _person(row)
    allowed = [channel for channel in catalogue.by_id(row["template"]).spec.channels if channel in SENDERS]
    forced = [row["channel"]] if row["channel"] else []
    found = rules.order(allowed, reached.chosen.get(person), reached.channels(person), row["tried"])
    return [*(c for c in forced if c in found), *(c for c in found if c not in forced)]


def row_trouble(row: Row) -> str:
    """Why nothing went: every channel failed, or there was none."""
    return row["trouble"] or NO_ADDRESS


def end(rows: Iterable[Row], now: datetime, trouble: str) -> int:
    """These letters are over; with a trouble they did not go."""
    ids = [row["letter"] for row in rows]
    return (
        sql.run("update notices_letter set ended_at = %s, trouble = %s where id = any(%s)", (now, trouble, ids))
        if ids
        else 0
    )


def rest(row: Row, channel: str, until: datetime) -> None:
    """The provider is down: this try does not count."""
    sql.run(
        "update notices_letter set channel = %s, message = null, tries = tries - 1, try_at = %s where id = %s",
        (channel, until, row["letter"]),
    )


def _person(row: Row) -> UUID:
    found: UUID = row["account"] or row["link"]
    return found


def _undo(row: Row, now: datetime) -> None:
    """The address was stopped while nobody knew whether the message had gone: it is not repeated there."""
    sql.run(
        "update notices_message set state = 'failed', trouble = %s, settled_at = %s where id = %s",
        (STOPPED, now, row["message"]),
    )
    row["message"], row["channel"] = None, None


def _channel(row: Row, left: list[str]) -> str | None:
    """A message whose outcome is not known stays with its channel."""
    return row["channel"] if row["message"] else next(iter(left), None)


def _batch(
    rows: list[Row], channel: str, message: UUID | None, reached: Reach, left: dict[UUID, list[str]], now: datetime
) -> Batch:
    person = _person(rows[0])
    key = message or _new_message(rows, channel, now)
    outgoing = words.outgoing(
        the_house("notices"), rows, channel, key=key, address=reached.addresses[person, channel],
        url=reached.urls.get(person, ""), now=now,
    )  # fmt: skip
    return Batch(
        message=key, channel=channel, outgoing=outgoing, rows=rows, left={r["letter"]: left[r["letter"]] for r in rows}
    )


def _new_message(rows: list[Row], channel: str, now: datetime) -> UUID:
    key, first = new_id(), rows[0]
    sql.insert(
        "notices_message",
        {"id": key, "channel": channel, "account": first["account"], "link": first["link"], "area": first["area"],
         "letters": len(rows), "state": "sending", "provider_id": "", "trouble": "", "made_at": now,
         "sent_at": None, "settled_at": None},
    )  # fmt: skip
    sql.run(
        "update notices_letter set message = %s, channel = %s where id = any(%s)",
        (key, channel, [row["letter"] for row in rows]),
    )
    return key
