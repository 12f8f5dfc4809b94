"""Timers: a moment at which something happens to a subject unless it is dropped before.

A handler asks for them with `act.ring`; the gate sets and drops them in the statement that writes the journal.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A timer to set, or to drop when `fire_at` is None. `no` tells timers of one kind apart."""

    subject: UUID
    kind: str
    no: int
    area: str
    fire_at: datetime | None


def move_timers(subject: UUID, area: str) -> None:
    """Let the timers of a subject ring in the area that answers for it now. Call inside a handler."""
    sql.run("update trust_timer set area = %s where subject = %s", (str(area), subject))
