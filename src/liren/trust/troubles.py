"""Deliveries and timers in trouble, as whoever keeps the house running sees them: what, since when, how often, why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.deliveries import TRIES
from liren.trust.sight import Cond, need, where

RIGHT = "trust.deliveries"
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A flow (or timer) that could not act on a subject. `waiting` counts what queues behind it in the same lane."""

    flow: str
    lane: UUID
    area: str
    entry: UUID | None
    since: datetime
    tries: int
    trouble: str
    try_at: datetime
    waiting: int

    @property
    def parked(self) -> bool:
        """Nothing more happens until somebody retries it."""
        return self.tries >= TRIES


def troubles(viewer: Actor) -> list[Trouble]:
    """Everything in trouble in the viewer's areas, by flow, the oldest first. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "d.area")
    return sql.rows(
        f"""select * from (
              select d.flow, d.lane, d.area, d.entry, d.recorded_at as since, d.tries, d.trouble, d.try_at,
                     (select count(*) from trust_delivery e
                      where e.lane = d.lane and e.flow = d.flow and e.id > d.id) as waiting
              from trust_delivery d where d.tries > 0 and {seen.sql}
              union all
              select 'timer.' || d.kind, d.subject, d.area, null, d.fire_at, d.tries, d.trouble, d.try_at, 0
              from trust_timer d where d.tries > 0 and {seen.sql}) t
            order by flow, since, lane limit {MOST}""",
        (*seen.params, *seen.params),
        into=Trouble,
    )


def trouble_count(viewer: Actor) -> int:
    """How many flows and timers are in trouble there: the figure beside the page's name; 0 without the right."""
    if not viewer.holds(RIGHT):
        return 0
    seen: Cond = where(viewer, RIGHT, "d.area")
    return int(
        sql.value(
            f"""select (select count(*) from trust_delivery d where d.tries > 0 and {seen.sql})
                     + (select count(*) from trust_timer d where d.tries > 0 and {seen.sql})""",
            (*seen.params, *seen.params),
        )
    )


def last_looked() -> datetime | None:
    """When the worker last said that it had looked through everything that waits; None when it never has."""
    at: datetime | None = sql.value("select at from trust_heartbeat where name = 'worker'")
    return at
