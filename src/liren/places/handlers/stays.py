"""Where buildings stood on which days: kept in step with `Building.area` by every handler that moves one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from liren.trust import sql

# A stay that began today is corrected, an older one ends today: like versions, days gone by are frozen.
FORGET_TODAYS = """
delete from places_stay s using places_building b
where b.id = s.building and upper_inf(s.during) and lower(s.during) >= %s and s.area is distinct from b.area
"""
END = """
update places_stay s set during = daterange(lower(s.during), %s) from places_building b
where b.id = s.building and upper_inf(s.during) and s.area is distinct from b.area
"""
BEGIN = """
insert into places_stay (building, area, during)
select b.id, b.area, daterange(%s, null) from places_building b
where b.area is not null and not exists (select from places_stay s where s.building = b.id and upper_inf(s.during))
"""


def keep(day: date) -> None:
    """Let the stays say from `day` on what the buildings' areas say now. Three statements, whatever was moved."""
    sql.run(FORGET_TODAYS, (day,))
    sql.run(END, (day,))
    sql.run(BEGIN, (day,))


def forget(buildings: Iterable[UUID]) -> None:
    """Remove every trace of buildings whose import is taken back: they never stood there."""
    sql.run("delete from places_stay where building = any(%s)", (list(buildings),))
