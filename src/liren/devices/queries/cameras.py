"""The register of cameras as its keepers see it, what the law asks to be done next, and who a probe has to visit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.devices.rules import cameras as rules
from liren.devices.rules import law
from liren.kernel import Actor, Missing
from liren.trust import sealed, sql
from liren.trust.sight import need, where

SEE = "cameras.see"
MOST = 2000
CARD = """
select c.id, c.area, c.building, c.name, c.place, c.lon, c.lat, c.position, c.type, c.owner, u.name as owner_name,
       c.engine_path, c.sign_posted, c.installed_on, c.filing_number, c.filed_on, c.changed_on, c.retention_days, c.retention_on,
       a.name as retention_name, c.retention_document, c.grade, c.health, c.health_at, c.probed_at, c.drift_s,
       c.registered_at, c.retired_on, c.version
from devices_camera c left join people_unit u on u.id = c.owner left join trust_account a on a.id = c.retention_by
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraCard:
    """One camera of the register. Its stream's address has no field: it never leaves the server."""

    id: UUID
    area: str
    building: UUID | None
    name: str
    place: str
    lon: float
    lat: float
    position: str
    type: str
    owner: UUID
    owner_name: str | None
    engine_path: str
    sign_posted: bool
    installed_on: date
    filing_number: str
    filed_on: date | None
    changed_on: date | None
    retention_days: int
    retention_on: date | None
    retention_name: str | None
    retention_document: str
    grade: str
    health: str
    health_at: datetime | None
    probed_at: datetime | None
    drift_s: int | None
    registered_at: datetime
    retired_on: date | None
    version: int

    @property
    def filing_due(self) -> date | None:
        """The last day to file it, its change or its end; None while nothing is to be filed."""
        return law.filing_due(self.installed_on, self.filed_on, self.changed_on, self.retired_on)

    @property
    def filing(self) -> str:
        """What is to be filed: new, changed, ended, or "" for nothing."""
        return law.filing_of(self.filed_on, self.changed_on, self.retired_on)

    @property
    def retention_due(self) -> date:
        """When somebody has to look again how long recordings are kept."""
        return rules.retention_due(self.retention_on, self.installed_on)

    @property
    def drifted(self) -> bool:
        """Its clock is off by more than a minute."""
        return self.drift_s is not None and abs(self.drift_s) > rules.DRIFT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A camera close to a point, by how far it stands in metres. It is not open by that."""

    camera: UUID
    name: str
    place: str
    metres: int
    health: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A camera that a probe has to visit: the address with its account, for the server alone.

    `listed` is what its catalogue says (HEALTH), "" when it is in none: all that is known of a camera without an address.
    """

    id: UUID
    address: str
    user: str
    password: str
    listed: str


def cameras(viewer: Actor, *, within: str = "", retired: bool = False) -> list[CameraCard]:
    """The cameras of the viewer's areas by area and name. Raises Missing without the right."""
    need(viewer, SEE)
    seen = where(viewer, SEE, "c.area")
    return sql.rows(
        f"""{CARD} where {seen.sql} and starts_with(c.area, %s) and (c.retired_on is not null) = %s
            order by c.area, c.name limit {MOST}""",
        (*seen.params, within, retired),
        into=CameraCard,
    )


def to_file(viewer: Actor) -> list[CameraCard]:
    """What is new, changed or taken down since it was last filed, what is due first on top. Raises Missing without the right."""
    every = [*cameras(viewer), *cameras(viewer, retired=True)]
    return sorted((card for card in every if card.filing), key=lambda card: (card.filing_due or date.max, card.name))


def camera_card(viewer: Actor, id: UUID) -> CameraCard:
    """One camera. Raises Missing when it is not the viewer's to see."""
    found: CameraCard | None = sql.one(CARD + " where c.id = %s", (id,), into=CameraCard)
    if found is None:
        raise Missing
    need(viewer, SEE, found.area)
    return found


def near(viewer: Actor, lon: float, lat: float, *, radius: int, most: int) -> list[Near]:
    """The cameras of the viewer's areas around a point, the nearest first; none without the right."""
    seen = where(viewer, SEE, "c.area")
    return sql.rows(
        f"""select id as camera, name, place, health, round(d)::int as metres from (
              select c.*, sqrt(power((c.lat - %s) * 111320, 2) + power((c.lon - %s) * 111320 * cos(radians(%s)), 2)) as d
              from devices_camera c where c.retired_on is null and {seen.sql}) n
            where d <= %s order by d, id limit %s""",
        (lat, lon, lat, *seen.params, radius, most),
        into=Near,
    )


def due_probes(viewer: Actor, now: datetime, most: int) -> list[Probed]:
    """The cameras whose next probe is due longest, for the prober alone. Raises Missing for anybody else."""
    if viewer.kind != "house":
        raise Missing
    rows = sql.rows(
        """select k.id, k.stream, case when c.number is null then '' when h.state = 'offline' then 'silent'
                                       when c.online then 'online' else 'off' end as listed
           from devices_camera k left join devices_channel c on c.camera = k.id left join devices_health h on h.device = c.device
           where k.retired_on is null and k.probe_at <= %s order by k.probe_at limit %s""",
        (now, most),
    )
    return [
        Probed(id=row["id"], listed=row["listed"], **json.loads(sealed.unseal(bytes(row["stream"])))) for row in rows
    ]


def camera_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """“东门”, for the cameras among `ids` that this viewer may see or whose unit keeps them."""
    seen = where(viewer, SEE)
    rows = sql.rows(
        f"select id, name from devices_camera where id = any(%s) and ({seen.sql} or owner = any(%s))",
        (list(ids), *seen.params, list(viewer.units)),
    )
    return {row["id"]: f"“{row['name']}”" for row in rows}
