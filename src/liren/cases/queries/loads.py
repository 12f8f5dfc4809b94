"""What each unit has in hand, for whoever dispatches to it: exactly the rows that the open queue shows for the unit, no drills."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.models.grounds import among, both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.rules.queues import OPEN
from liren.kernel import Actor
from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLoad:
    """A unit with its open cases, and how many of them are late."""

    unit: UUID
    name: str
    open: int
    late: int


def unit_loads(viewer: Actor, now: datetime) -> list[UnitLoad]:
    """Units with open cases in the viewer's areas, by name. One statement."""
    reach = grounds(viewer, "area")
    if not reach:
        return []
    open_only = among(OPEN).sql
    narrow = [both([ground, not_about(viewer)]) for ground in reach]
    rows = " union ".join(
        f"select c.id, c.unit, c.next_due_at from cases_case c where {n.sql} and c.unit is not null and {REAL} and {open_only}"
        for n in narrow
    )
    query = f"""select r.unit, u.name, count(*) as open, count(*) filter (where r.next_due_at < %s) as late
                from ({rows}) r join people_unit u on u.id = r.unit group by r.unit, u.name order by u.name"""
    params = [now, *(p for n in narrow for p in n.params)]
    return sql.rows(query, params, into=UnitLoad)
