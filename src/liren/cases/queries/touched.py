"""What a change of a kind would touch: counts for whoever drafts or publishes it, never a case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liren.cases.models.real import REAL
from liren.cases.rules.queues import OPEN
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import Limit, due
from liren.kernel import Actor, Missing
from liren.trust import sql

RIGHTS = ("catalogue.draft", "catalogue.publish")
YEAR = timedelta(days=365)
SAMPLE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """Last year's cases under another solving limit: `sample` were solved, late then (`before`) and now (`after`)."""

    sample: int
    before: int
    after: int


def open_under(viewer: Actor, area: str, kind: str) -> int:
    """How many open cases of a kind in an area go on under the versions they began with. Raises Missing."""
    _need(viewer, area)
    return int(
        sql.value(
            f"select count(*) from cases_case c where c.kind = %s and c.state = any(%s) and starts_with(c.scope, %s) and {REAL}",
            (kind, list(OPEN), area),
        )
    )


def shadow(viewer: Actor, area: str, kind: str, limit: Limit, now: datetime) -> Shadow:
    """The latest five thousand cases of a kind solved within a year, measured against another limit (mechanisms §6).

    Waiting that was granted (缓办) and extensions are left out of both sides: those cases are not in the sample.
    """
    _need(viewer, area)
    calendar = catalogue.entry("calendar", "china", area=area, at=now).spec
    rows = sql.rows(
        f"""select k.started_at, k.ended_at, k.late_at is not null as late
           from cases_clock k join cases_case c on c.id = k.case_id
           where c.kind = %s and starts_with(c.scope, %s) and k.kind = 'solve' and k.no = 1 and k.ended_at >= %s
             and {REAL} and c.extensions = 0 and c.severity <> 'urgent' and k.extended_s = 0
             and not exists (select from cases_clock r where r.case_id = c.id and r.kind = 'resume')
           order by k.ended_at desc limit %s""",
        (kind, area, now - YEAR, SAMPLE),
    )
    after = sum(due(row["started_at"], limit, calendar).at < row["ended_at"] for row in rows)
    return Shadow(sample=len(rows), before=sum(row["late"] for row in rows), after=after)


def _need(viewer: Actor, area: str) -> None:
    if not any(g.area.covers(area) for right in RIGHTS for g in viewer.holds(right)):
        raise Missing
