"""Lines of devices that speak GB/T 28181, and the cameras that their catalogues offer and nobody has registered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.devices.rules.sip import TROUBLES
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import need, where

MOST = 2000
OFFERED = """
select c.device, d.name as device_name, encode(d.source, 'hex') as device_number, d.area, c.number, c.name, c.address, c.maker,
       c.model, c.online, c.seen_at
from devices_channel c join devices_device d on d.id = c.device
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SipLineCard:
    """How a device is connected. `holds_until` None: it has not signed in, or signed out. `dropped`: how many of its notices
    of the last days were not kept."""

    device: UUID
    issued_at: datetime
    transport: str
    edition: str
    registered_at: datetime | None
    holds_until: datetime | None
    asked_at: datetime | None
    catalogue_at: datetime | None
    catalogue_count: int
    catalogue_trouble: str
    channels: int
    open: int
    dropped: int

    @property
    def trouble_label(self) -> str:
        return TROUBLES[self.catalogue_trouble]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCard:
    """A camera that a catalogue offers. It is on no register."""

    device: UUID
    device_name: str
    device_number: str
    area: str
    number: str
    name: str
    address: str
    maker: str
    model: str
    online: bool
    seen_at: datetime


def line(viewer: Actor, device: UUID, since: date) -> SipLineCard | None:
    """How a device is connected, None before it has a password; dropped ones are counted `since` a day. Raises Missing
    without `devices.see` over it."""
    area = sql.value("select area from devices_device where id = %s", (device,))
    need(viewer, "devices.see", area or "-")
    found: SipLineCard | None = sql.one(
        """select s.device, s.issued_at, s.transport, s.edition, s.registered_at, s.expires_at as holds_until, s.asked_at,
                  s.catalogue_at, s.catalogue_count, s.catalogue_trouble,
                  (select count(*) from devices_channel c where c.device = s.device) as channels,
                  (select count(*) from devices_channel c where c.device = s.device and c.camera is null) as open,
                  (select coalesce(sum(x.count), 0)::int8 from devices_dropped x
                   where x.wire = d.wire and x.source = d.source and x.day >= %s) as dropped
           from devices_sipline s join devices_device d on d.id = s.device where s.device = %s""",
        (since, device), into=SipLineCard,
    )  # fmt: skip
    return found


def offered(viewer: Actor) -> list[ChannelCard]:
    """The cameras that catalogues of the viewer's areas offer and that stand on no register, by device and number."""
    seen = where(viewer, "cameras.see", "d.area")
    return sql.rows(
        f"""{OFFERED} where c.camera is null and d.retired_at is null and {seen.sql}
            order by d.name, d.id, c.number limit {MOST}""",
        seen.params,
        into=ChannelCard,
    )


def channel(viewer: Actor, device: UUID, number: str) -> ChannelCard:
    """One camera of a catalogue, registered or not. Raises Missing when it is in none that is in sight."""
    found: ChannelCard | None = sql.one(
        f"{OFFERED} where c.device = %s and c.number = %s", (device, number), into=ChannelCard
    )
    if found is None:
        raise Missing
    need(viewer, "cameras.see", found.area)
    return found


def of_camera(viewer: Actor, camera: UUID) -> ChannelCard | None:
    """The entry of a catalogue that a registered camera came from. Raises Missing without `cameras.see` over the camera."""
    need(viewer, "cameras.see", sql.value("select area from devices_camera where id = %s", (camera,)) or "-")
    found: ChannelCard | None = sql.one(f"{OFFERED} where c.camera = %s", (camera,), into=ChannelCard)
    return found
