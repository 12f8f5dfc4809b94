"""Frames that were kept and wait to be read: taken out of the line in the transaction in which they are read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.trust import sql

TAKE = """
delete from devices_waiting w using (
  select frame from devices_waiting order by received_at, frame limit %s for update skip locked) t
where w.frame = t.frame returning w.frame
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A frame as it is kept."""

    id: UUID
    received_at: datetime
    wire: str
    listener: str
    peer: str
    source: bytes
    raw: bytes


def take(most: int) -> list[Kept]:
    """The frames that wait longest, in the order they came; a rollback puts them back in line."""
    ids = sql.values(TAKE, (most,))
    if not ids:
        return []
    return sql.rows(
        """select id, received_at, wire, listener, peer, source, raw from devices_frame
           where id = any(%s) order by received_at, id""",
        (ids,),
        into=Kept,
    )
