"""Whom a case could be sent to, and why: who closed the most of its kind in its town lately, and what they have in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.models.grounds import among, both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.rules.fold import CaseState
from liren.cases.rules.queues import OPEN
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """A unit that closed cases of one kind since a day, and how many it has in hand now.

    `closed` counts exactly the rows of Filter(queue="ended", state="closed", kind, unit, area, since), `open` those of
    Filter(queue="open", unit, drill="0").
    """

    unit: UUID
    name: str
    closed: int
    whole: int
    open: int


def closers(
    viewer: Actor, case: CaseState, since: datetime, *, without: Iterable[UUID] = (), most: int = 2
) -> list[Closer]:
    """The units that closed the most cases of this kind reported in this town since a day. One statement.

    `whole` is how many all units closed; `without` are units that gave this very case back.
    """
    town = case.scope[: Level.TOWN]
    reach = grounds(viewer, "area", town)
    everywhere = grounds(viewer, "area")
    if len(case.scope) < Level.TOWN or not reach:
        return []
    closed = both([*reach[:1], among(("closed",)), not_about(viewer)])
    hand = both([*everywhere[:1], among(OPEN), not_about(viewer)])
    return sql.rows(
        f"""with won as (
              select c.unit, count(*) as closed from cases_case c
              where {closed.sql} and {REAL} and c.sort_at >= %s and c.reported_at >= %s and c.kind = %s and c.unit is not null
              group by c.unit)
            select w.unit, u.name, w.closed, (select sum(closed)::int from won) as whole,
                   (select count(*) from cases_case c where {hand.sql} and {REAL} and c.unit = w.unit) as open
            from won w join people_unit u on u.id = w.unit
            where w.unit <> all(%s) order by w.closed desc, u.name limit %s""",
        (*closed.params, since, since, case.kind, *hand.params, [*without, *filter(None, [case.about_unit])], most),
        into=Closer,
    )
