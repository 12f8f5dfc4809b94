"""The register of who looked through a camera (art. 16): for the auditor, for who keeps a camera, under a case; counts for everybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.devices.queries.views import APPROVE
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need, visible, where

AUDIT = "cameras.audit"
MOST = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """One line of the register (art. 16): who of which unit looked, why, under what, from when to when, why it ended."""

    id: UUID
    ticket: UUID
    camera: UUID
    name: str
    area: str
    account: UUID
    who: str | None
    unit: UUID | None
    unit_name: str | None
    purpose: str
    mode: str
    words: str
    case: UUID | None
    request: UUID | None
    opened_at: datetime
    closed_at: datetime | None
    why: str | None


REGISTER = """
select v.id, v.ticket, v.camera, c.name, v.area, v.account, a.name as who, v.unit, u.name as unit_name, v.purpose,
       v.mode, v.words, v."case", v.request, v.opened_at, e.closed_at, e.why
from devices_view v join devices_camera c on c.id = v.camera left join devices_viewend e on e.view = v.id
left join trust_account a on a.id = v.account left join people_unit u on u.id = v.unit
"""


def register(
    viewer: Actor, since: datetime, until: datetime, *, camera: UUID | None = None, purpose: str = ""
) -> list[ViewLine]:
    """The register of [since, until), newest first. Raises Missing without the auditor's right."""
    need(viewer, AUDIT)
    seen = where(viewer, AUDIT, "v.area")
    return sql.rows(
        f"""{REGISTER} where {seen.sql} and v.opened_at >= %s and v.opened_at < %s
              and (%s::uuid is null or v.camera = %s) and (%s = '' or v.purpose = %s)
            order by v.opened_at desc, v.id limit {MOST}""",
        (*seen.params, since, until, camera, camera, purpose, purpose),
        into=ViewLine,
    )


def views_of_camera(viewer: Actor, camera: UUID, area: str, *, most: int = 20) -> list[ViewLine]:
    """The latest views of one camera, for whoever keeps it or audits there."""
    if not visible(viewer, AUDIT, area) and not visible(viewer, APPROVE, area):
        return []
    return sql.rows(
        f"""{REGISTER} where v.camera = %s order by v.opened_at desc limit %s""",
        (camera, most),
        into=ViewLine,
    )


def looked_under(viewer: Actor, case: UUID) -> tuple[list[ViewLine], int]:
    """The views under a case that this viewer may read in the register (auditors, who approves views, one's own), and how many there are."""
    audits, decides = where(viewer, AUDIT, "v.area"), where(viewer, APPROVE, "v.area")
    lines = sql.rows(
        f"""{REGISTER} where v."case" = %s and ({audits.sql} or {decides.sql} or v.account = %s) order by v.opened_at""",
        (case, *audits.params, *decides.params, viewer.account),
        into=ViewLine,
    )
    return lines, int(sql.value('select count(*) from devices_view where "case" = %s', (case,)))


def public_counts(viewer: Actor, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
    """How often cameras were looked through: (community, purpose, count). Public; the page merges what is small."""
    rows = sql.rows(
        """select left(area, 12) as community, purpose, count(*)::int as n from devices_view
           where opened_at >= %s and opened_at < %s group by 1, 2 order by 1, 2""",
        (since, until),
    )
    return [(row["community"], row["purpose"], row["n"]) for row in rows]


def camera_counts(viewer: Actor) -> dict[str, int]:
    """How many signed cameras each community has. Public."""
    rows = sql.rows(
        "select left(area, 12) as community, count(*)::int as n from devices_camera where retired_on is null group by 1"
    )
    return {row["community"]: row["n"] for row in rows}
