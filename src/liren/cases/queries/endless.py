"""Counts of the queues that have no end of their own: what is over, what waits for a word of its reporter."""

from collections.abc import Sequence
from datetime import datetime

from liren.cases.models.filters import Filter, sifted, when
from liren.cases.models.grounds import among, both, grounds, not_about
from liren.cases.queries.lists import ALL_OPEN
from liren.cases.rules.queues import QUEUES
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import Cond

MOST = 1_000


def tallies(viewer: Actor, now: datetime, names: Sequence[str], asked: Filter = ALL_OPEN) -> dict[str, int]:
    """How many cases each of these queues holds, MOST + 1 for more than MOST; narrowed as a page is. One statement.

    A county ends a hundred thousand cases a year: nobody reads that number on a tab, and reading it costs a scan.
    """
    parts = {name: counted for name in names if (counted := _counted(viewer, now, name, asked))}
    if not parts:
        return {}
    columns = ", ".join(f'({part.sql}) as "{name}"' for name, part in parts.items())
    found: dict[str, int] = sql.one(f"select {columns}", tuple(p for part in parts.values() for p in part.params))
    return found


def _counted(viewer: Actor, now: datetime, name: str, asked: Filter) -> Cond | None:
    queue = QUEUES[name]
    states = [s for s in queue.states if asked.state in ("", s)]
    reach = grounds(viewer, queue.ground, asked.area)
    if not states or not reach:
        return None
    tops = [
        both([ground, among(states), when(queue, asked, now), sifted(asked, now), not_about(viewer)])
        for ground in reach
    ]
    union = " union ".join(f"(select c.id from cases_case c where {top.sql} limit {MOST + 1})" for top in tops)
    return Cond(
        f"select count(*) from (select id from ({union}) u limit {MOST + 1}) t",
        tuple(p for top in tops for p in top.params),
    )
