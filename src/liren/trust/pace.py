"""How often a key was used: its rate limit, shared by all workers, and the count by day. One statement a request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.trust import sql

WINDOW = 60
HERE = ZoneInfo("Asia/Shanghai")
TAKE = """
insert into trust_client_use as u (client, day, calls, minute, in_minute) values (%s, %s, 1, %s, 1)
on conflict (client, day) do update
  set calls = u.calls + 1, minute = greatest(u.minute, excluded.minute),
      in_minute = case when u.minute >= excluded.minute then u.in_minute + 1 else 1 end
returning in_minute, minute
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is left of a minute after one more call: `left` below zero is one too many. `wait` seconds until it is new."""

    limit: int
    left: int
    wait: int

    @property
    def over(self) -> bool:
        return self.left < 0


def take(client: UUID, limit: int, now: datetime) -> Pace:
    """Count one call of a key in the minute of `now`. Refused calls count, too: whoever hammers waits."""
    minute = now.replace(second=0, microsecond=0)
    row = sql.one(TAKE, (client, now.astimezone(HERE).date(), minute))
    return Pace(limit, limit - row["in_minute"], max(1, WINDOW - int((now - row["minute"]).total_seconds())))
