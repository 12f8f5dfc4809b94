"""Open cases with a clock that was counted under another calendar than the one in force where they lie."""

from datetime import datetime
from uuid import UUID

from liren.cases.rules.queues import OPEN
from liren.catalogue import queries as catalogue
from liren.trust import sql

CALENDAR = "china"
OUTDATED = """
select distinct c.id from cases_clock k join cases_case c on c.id = k.case_id
where k.ended_at is null and c.state = any(%s) and starts_with(c.scope, %s) and k.calendar <> (
  select f.id from unnest(%s::text[], %s::uuid[]) as f (area, id)
  where starts_with(c.scope, f.area) order by length(f.area) desc limit 1)
order by c.id limit %s
"""


def outdated_ids(area: str, now: datetime, most: int) -> list[UUID]:
    """Up to `most` such cases. An area's own calendar goes before its county's, that before China's."""
    held = catalogue.by_area("calendar", CALENDAR, at=now)
    ids = [entry.id for entry in held.values()]
    return sql.values(OUTDATED, (list(OPEN), area, list(held), ids, most))
