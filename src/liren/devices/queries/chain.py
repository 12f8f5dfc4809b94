"""The links of an alarm's chain that this room holds behind its case: cameras offered, tickets, views."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import where

RIGHTS = ("cameras.see", "cameras.view", "cameras.approve", "cameras.audit")
OF_CASE = """
select 'offer' as what, o.id, o.camera, c.name, o.since as at, coalesce(o.withdrawn_at, o.until) as until, c.area
from devices_viewoffer o join devices_camera c on c.id = o.camera where o."case" = %s
union all
select 'ticket', t.id, t.camera, c.name, t.issued_at, t.expires_at, c.area
from devices_viewticket t join devices_camera c on c.id = t.camera where t."case" = %s
union all
select 'view', v.id, v.camera, c.name, v.opened_at, e.closed_at, v.area
from devices_view v join devices_camera c on c.id = v.camera left join devices_viewend e on e.view = v.id where v."case" = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An offer, a ticket or a row of the view register: its id, the camera, from when until when. Who looked stands in the register."""

    what: str
    id: UUID
    camera: UUID
    name: str
    at: datetime
    until: datetime | None


def watched(viewer: Actor, case: UUID) -> tuple[list[Watched], int]:
    """What the viewer may see of it by any right over cameras, in the order it happened; and how much more there is."""
    seen = [where(viewer, right, "x.area") for right in RIGHTS]
    shown = " or ".join(one.sql for one in seen)
    rows = sql.rows(
        f"select x.what, x.id, x.camera, x.name, x.at, x.until, ({shown}) as mine from ({OF_CASE}) x order by x.at, x.id",
        (*(p for one in seen for p in one.params), case, case, case),
    )
    mine = [Watched(**row) for row in rows if row.pop("mine")]
    return mine, len(rows) - len(mine)
