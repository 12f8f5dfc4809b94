"""How a try ended, written down: it went, it failed for good, it is tried again, or the provider is down."""

from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel.ports import Receipt, Report, Undelivered
from liren.notices import rules
from liren.notices.outbox import claim
from liren.notices.outbox.claim import Batch
from liren.trust import sql

LONGEST_TROUBLE = 200
REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)

HEALTHY = """
insert into notices_channel (name, succeeded_at, tries, trouble) values (%(name)s, %(now)s, 0, '')
on conflict (name) do update set succeeded_at = %(now)s, down_since = null, try_at = null, tries = 0, trouble = ''
"""
DOWN = """
insert into notices_channel (name, down_since, try_at, tries, trouble) values (%(name)s, %(now)s, %(now)s + %(rest)s, 1, %(trouble)s)
on conflict (name) do update set down_since = coalesce(notices_channel.down_since, %(now)s), tries = notices_channel.tries + 1,
  trouble = %(trouble)s, try_at = %(now)s + least(%(rest)s * power(2, least(notices_channel.tries, 10)), %(longest)s)
returning try_at
"""


def went(batch: Batch, receipt: Receipt, now: datetime) -> int:
    """The provider took it. What waited for this provider goes with the next look."""
    sql.run(
        "update notices_message set state = 'sent', sent_at = %s, provider_id = %s, trouble = '' where id = %s",
        (now, receipt.id, batch.message),
    )
    succeeded(batch.channel, now)
    return claim.end(batch.rows, now, "")


def succeeded(channel: str, now: datetime) -> None:
    """The provider answers (again)."""
    sql.run(
        """update notices_letter set try_at = %s where channel = %s and ended_at is null and message is null
             and exists (select 1 from notices_channel where name = %s and down_since is not null)""",
        (now, channel, channel),
    )
    sql.run(HEALTHY, {"name": channel, "now": now})


def down(channel: str, trouble: str, now: datetime) -> datetime:
    """The provider does not answer: when it is asked again, after 1, 2, 4, 8 and then every 15 minutes."""
    told = {"name": channel, "now": now, "rest": REST, "longest": LONGEST_REST, "trouble": trouble[:LONGEST_TROUBLE]}
    until: datetime = sql.value(DOWN, told)
    return until


def failed(batch: Batch, error: Undelivered, now: datetime) -> int:
    """Letters that have another channel go there; the others are tried again, or end with the reason."""
    trouble = str(error)[:LONGEST_TROUBLE]
    if error.down:
        until = down(batch.channel, trouble, now)
        put_back(batch, until, undo=not error.unsure)
        return 0
    spent = [row for row in batch.rows if error.final or row["tries"] >= rules.TRIES_MAX]
    again = [row for row in batch.rows if row not in spent]
    if spent:
        sql.run(
            "update notices_message set state = 'failed', trouble = %s, settled_at = %s, letters = %s where id = %s",
            (trouble, now, len(spent), batch.message),
        )
    if not error.unsure:
        _free(again, trouble)
    if not spent and not error.unsure:
        sql.run("delete from notices_message where id = %s", (batch.message,))
    return give_over(batch, spent, trouble, now)


def arrived(message: UUID, report: Report, now: datetime) -> None:
    """The operator's receipt. What did not arrive goes by the next channel, or ends with the reason."""
    sql.run(
        "update notices_message set state = %s, trouble = %s, settled_at = %s where id = %s",
        ("delivered" if report.delivered else "failed", report.trouble[:LONGEST_TROUBLE], report.at, message),
    )
    if not report.delivered:
        sql.run(
            """update notices_letter set tried = tried || channel, channel = null, message = null, tries = 0, try_at = %s,
                 trouble = %s, ended_at = null where message = %s""",
            (now, report.trouble[:LONGEST_TROUBLE], message),
        )


def put_back(batch: Batch, until: datetime, *, undo: bool = True) -> None:
    """This try does not count. `undo`: it certainly did not go, the letters are gathered anew."""
    ids = [row["letter"] for row in batch.rows]
    sql.run("update notices_letter set tries = tries - 1, try_at = %s where id = any(%s)", (until, ids))
    if undo:
        sql.run("update notices_letter set message = null where id = any(%s)", (ids,))
        sql.run("delete from notices_message where id = %s", (batch.message,))


def give_over(batch: Batch, rows: list[claim.Row], trouble: str, now: datetime) -> int:
    """Each letter to its next channel at once; how many had none left and ended."""
    onward = [row for row in rows if [c for c in batch.left[row["letter"]] if c != batch.channel]]
    for row in onward:
        sql.run(
            """update notices_letter set tried = tried || %s::varchar[], channel = null, message = null, tries = 0,
                 try_at = %s, trouble = %s where id = %s""",
            ([batch.channel], now, trouble, row["letter"]),
        )
    return claim.end([row for row in rows if row not in onward], now, trouble)


def _free(rows: list[claim.Row], trouble: str) -> None:
    sql.run(
        "update notices_letter set message = null, trouble = %s where id = any(%s)",
        (trouble, [row["letter"] for row in rows]),
    )
