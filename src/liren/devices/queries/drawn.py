"""What the command board's map draws of devices, and how many cameras stand near an alarm."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from liren.devices.queries.uptime import Uptime, by_device
from liren.devices.queries.views import bounds
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import after, where

MOST = 10_000
WORST = ("offline", "late", "unknown", "maintenance", "online")
"""States in the order in which somebody has to look."""
POINTS = """
with mine as (
  select d.id, d.name, d.lon, d.lat, h.state from devices_device d join devices_health h on h.device = d.id
  where d.retired_at is null and {seen} and d.area >= %s and d.area < %s)
select (select count(*) from mine)::int as whole, (select count(*) from mine where lon is not null)::int as placed,
       coalesce((select json_agg(json_build_array(p.id, p.name, array_position(%s::text[], p.state::text) - 1,
                                 round(p.lon::numeric, 6), round(p.lat::numeric, 6)))
                 from (select m.* from mine m where m.lon is not null
                       order by array_position(%s::text[], m.state::text), m.id limit %s) p)::text, '[]') as points
"""


def points(viewer: Actor, within: str, most: int = MOST) -> tuple[str, int, int]:
    """The devices of an area that have a place, as JSON text `[[id, name, state's place in WORST, lon, lat], …]`, those that
    need somebody first; how many devices there are; how many of them have a place. One statement, made by PostgreSQL."""
    seen = where(viewer, "devices.see", "d.area")
    row = sql.one(POINTS.format(seen=seen.sql), (*seen.params, within, after(within), list(WORST), list(WORST), most))
    return row["points"], row["whole"], row["placed"]


def cameras_near(viewer: Actor, spots: Mapping[UUID, tuple[float, float]], area: str, now: datetime) -> dict[UUID, int]:
    """How many cameras of the viewer's areas stand near each spot (lon, lat), within what an offer reaches. One statement.

    A number only: which they are and what they show is offered under a case.
    """
    if not spots or not viewer.holds("cameras.see"):
        return {}
    seen, radius = where(viewer, "cameras.see", "c.area"), bounds(viewer, area, now).radius
    rows = sql.rows(
        f"""select p.id, count(c.id)::int as n from unnest(%s::uuid[], %s::float8[], %s::float8[]) p (id, lon, lat)
            join devices_camera c on c.retired_on is null and {seen.sql}
             and sqrt(power((c.lat - p.lat) * 111320, 2) + power((c.lon - p.lon) * 111320 * cos(radians(p.lat)), 2)) <= %s
            group by 1""",
        (list(spots), [lon for lon, _ in spots.values()], [lat for _, lat in spots.values()], *seen.params, radius),
    )
    return {row["id"]: row["n"] for row in rows}


def uptimes(
    viewer: Actor, within: str, since: datetime, until: datetime, now: datetime, *, page: int = 0, size: int = 50
) -> tuple[list[tuple[UUID, str, str, Uptime]], int]:
    """A page of the devices that the share of an area is summed from, the least online first: (id, name, area, uptime), and
    how many there are."""
    found = by_device(viewer, within, since, until, now)
    order = sorted(found, key=lambda id: (found[id].share if found[id].share is not None else 2.0, id))
    shown = order[page * size : (page + 1) * size]
    rows = sql.rows("select id, name, area from devices_device where id = any(%s::uuid[])", (shown,))
    known = {str(row["id"]): row for row in rows}
    return [(known[id]["id"], known[id]["name"], known[id]["area"], found[id]) for id in shown if id in known], len(
        order
    )
