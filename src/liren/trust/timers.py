"""Timers: a moment at which something happens to a subject unless it is dropped before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.trust import sql

ARRANGE = """
with asked as (
  select * from unnest(%(subjects)s::uuid[], %(kinds)s::text[], %(nos)s::int[], %(areas)s::text[],
                       %(fire)s::timestamptz[]) as a(subject, kind, no, area, fire_at)
), dropped as (
  delete from trust_timer t using asked a
  where a.fire_at is null and (t.subject, t.kind, t.no) = (a.subject, a.kind, a.no)
)
insert into trust_timer (subject, kind, no, area, fire_at, try_at, tries, trouble)
select subject, kind, no, area, fire_at, fire_at, 0, '' from asked where fire_at is not null
on conflict (subject, kind, no) do update
  set area = excluded.area, fire_at = excluded.fire_at, try_at = excluded.fire_at, tries = 0, trouble = ''
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A timer to set, or to drop when `fire_at` is None. `no` tells timers of one kind apart."""

    subject: UUID
    kind: str
    no: int
    area: str
    fire_at: datetime | None


def arrange(rings: Sequence[Ring]) -> None:
    """Set and drop several timers in one statement. Call inside a handler."""
    if rings:
        sql.run(
            ARRANGE,
            {
                "subjects": [r.subject for r in rings],
                "kinds": [r.kind for r in rings],
                "nos": [r.no for r in rings],
                "areas": [str(r.area) for r in rings],
                "fire": [r.fire_at for r in rings],
            },
        )


def set_timer(subject: UUID, kind: str, no: int, fire_at: datetime, area: str) -> None:
    """Set one timer; setting it again moves it."""
    arrange([Ring(subject=subject, kind=kind, no=no, area=area, fire_at=fire_at)])


def drop_timer(subject: UUID, kind: str, no: int = 0) -> None:
    """Drop one timer; dropping what is not there is nothing."""
    arrange([Ring(subject=subject, kind=kind, no=no, area="", fire_at=None)])


def move_timers(subject: UUID, area: str) -> None:
    """Let the timers of a subject ring in the area that answers for it now. Call inside a handler."""
    sql.run("update trust_timer set area = %s where subject = %s", (str(area), subject))
