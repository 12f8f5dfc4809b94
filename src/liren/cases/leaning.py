"""What cases have built upon areas and buildings, and whether a county has had its first report."""

from datetime import datetime

from liren.kernel import Actor, AreaCode
from liren.trust import sql
from liren.trust.sight import need


def on_areas(codes: list[str], since: datetime | None) -> str:
    """Cases in new areas; in redrawn ones those reported after the redrawing, which found their place by it."""
    found = sql.value(
        """select count(*) from cases_case
           where (area = any(%(codes)s) or scope = any(%(codes)s))
             and (%(since)s::timestamptz is null or reported_at >= %(since)s)""",
        {"codes": codes, "since": since},
    )
    return f"这些区域里已有 {found} 件案件" if found else ""


def on_buildings(ids: list[str], since: datetime | None) -> str:
    """Cases at a building."""
    found = sql.value("select count(*) from cases_case where building = any(%s::uuid[])", (ids,))
    return f"这些楼栋已有 {found} 件案件" if found else ""


def first_report(viewer: Actor, county: AreaCode) -> bool:
    """A report has come in and found its micro-grid. For whoever sets the county up; says nothing about any case."""
    need(viewer, "places.import", county)
    return bool(sql.value("select exists (select from cases_case where placed <> 'outside')"))
