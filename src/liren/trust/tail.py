"""The end of the journal as it grows: every entry exactly once, although transactions commit in any order.

An entry is stamped before its transaction commits, so a reader that remembers "read up to this moment" would lose
whatever commits late. `Horizon` knows from each snapshot how far back something may still come; all behind it is
read again and what was told already is left out. That costs nothing while no transaction is long, and needs neither
a column nor a NOTIFY. For live messages only: the sealer and the deliveries have tables of their own.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liren.kernel.actor import the_house
from liren.trust import sql
from liren.trust.sight import reading

LONGEST = timedelta(seconds=90)
"""Behind the longest transaction that the house allows anybody who writes the journal (60 s)."""

SLACK = timedelta(seconds=1)
"""For a server clock that is put back a little."""

READ = """
select h.at, h.oldest, h.next, e.id, e.recorded_at, e.name, e.subject, e.area, e.actor_account, e.data
from (select statement_timestamp() as at, pg_snapshot_xmin(s)::text::bigint as oldest,
             pg_snapshot_xmax(s)::text::bigint as next from pg_current_snapshot() s) h
left join trust_entry e on e.recorded_at >= %s and e.recorded_at <= statement_timestamp() + interval '1 minute'
                       and e.mode = 'live' and e.name = any(%s)
order by e.recorded_at, e.id
"""


class Horizon:
    """From which moment on entries may come that no earlier snapshot showed. No clock, no database."""

    def __init__(self, floor: datetime) -> None:
        self.floor = floor
        self._marks: deque[tuple[datetime, int]] = deque()

    def advance(self, at: datetime, oldest: int, next: int) -> datetime:
        """Take in a snapshot (its moment, its oldest running transaction, the number of the next); the new floor.

        What this snapshot did not show was written by a transaction numbered `oldest` or later; a transaction that
        had no number yet when an earlier snapshot was taken stamped its entries after that one's moment."""
        self._marks.append((at, next))
        while len(self._marks) > 1 and (self._marks[1][1] <= oldest or self._marks[0][0] < at - LONGEST):
            self._marks.popleft()
        if self._marks[0][1] <= oldest:
            self.floor = max(self.floor, self._marks[0][0] - SLACK)
        self.floor = max(self.floor, at - LONGEST)
        return self.floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as the live messages need it. `account` is a pseudonym for a sealed reporter."""

    id: UUID
    recorded_at: datetime
    name: str
    subject: UUID
    area: str
    account: UUID | None
    data: dict[str, Any]


class Tail:
    """Reads on from a moment. Only entries of these names, and none that a replay writes."""

    def __init__(self, names: Sequence[str], since: datetime) -> None:
        self._names = list(names)
        self._horizon = Horizon(since)
        self._told: dict[UUID, datetime] = {}

    def read(self) -> tuple[datetime, list[Line]]:
        """The moment before which everything committed has been told now, and what had not been told yet.

        One statement, for the house; raises django.db.Error, and then nothing counts as told."""
        with reading(the_house("events")):
            rows = sql.rows(READ, (self._horizon.floor, self._names))
        first = rows[0]
        fresh = [_line(row) for row in rows if row["id"] is not None and row["id"] not in self._told]
        self._told |= {line.id: line.recorded_at for line in fresh}
        floor = self._horizon.advance(first["at"], first["oldest"], first["next"])
        self._told = {id: moment for id, moment in self._told.items() if moment >= floor}
        return first["at"], fresh


def _line(row: dict[str, Any]) -> Line:
    kept = ("id", "recorded_at", "name", "subject", "area", "data")
    return Line(account=row["actor_account"], **{name: row[name] for name in kept})
