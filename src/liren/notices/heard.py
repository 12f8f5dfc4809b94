"""When a platform last called at a door of ours, and what was wrong with the last call that was not taken. Signs of life."""

from dataclasses import dataclass
from datetime import datetime

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need

RIGHT = "trust.deliveries"
DOORS = {"wecom": "企业微信应用", "wecom_group": "企业微信群里的机器人", "wechat": "微信公众号"}
SECONDS_APART = 5
"""Whoever knocks without a key does not make us write more often than this."""

HEARD = """
insert into notices_callback (door, heard_at, trouble) values (%s, %s, '')
on conflict (door) do update set heard_at = excluded.heard_at
"""
REFUSED = """
insert into notices_callback as c (door, refused_at, trouble) values (%s, %s, %s)
on conflict (door) do update set refused_at = excluded.refused_at, trouble = excluded.trouble
  where c.refused_at is null or c.refused_at < excluded.refused_at - make_interval(secs => %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door. `heard_at` is the last call that was taken, `refused_at` and `trouble` the last that was not."""

    door: str
    heard_at: datetime | None
    refused_at: datetime | None
    trouble: str

    @property
    def label(self) -> str:
        return DOORS.get(self.door, self.door)

    @property
    def well(self) -> bool:
        """Nothing was refused since the last call that was taken."""
        return self.refused_at is None or (self.heard_at is not None and self.heard_at >= self.refused_at)


def heard(door: str, now: datetime) -> None:
    """A call was taken."""
    sql.run(HEARD, (door, now))


def refused(door: str, trouble: str, now: datetime) -> None:
    """A call was not taken, and why."""
    sql.run(REFUSED, (door, now, trouble[:200], SECONDS_APART))


def doors(viewer: Actor) -> list[Door]:
    """Every door that was ever called. Raises Missing without the right."""
    need(viewer, RIGHT)
    return sql.rows("select door, heard_at, refused_at, trouble from notices_callback order by door", into=Door)
