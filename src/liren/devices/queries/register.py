"""Devices of the viewer's areas: lists, one with its parts, who was heard without being registered, what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from liren.devices.kinds import STATES
from liren.devices.models.real import REAL
from liren.devices.rules.fields import source_words
from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust import sql
from liren.trust.sight import after, need, where

PAGE = 500
CARD = f"""
select d.id, d.kind, d.wire, d.source, d.profile, d.name, d.position, d.area, d.building, d.lon, d.lat, d.gateway, d.owner, d.contact,
       d.filing, d.grade, d.signed, d.retention_days, d.interval, d.installed_on, d.maintenance_from, d.maintenance_until,
       d.maintenance_reason, d.clock_off, d.registered_at, d.retired_at, d.version, coalesce(h.state, '') as state, h.since,
       h.because, coalesce(c.heard_at, h.heard_at) as heard_at, coalesce(g.name, '') as gateway_name,
       (select count(*) from devices_alarm a where a.device = d.id and a.closed_at is null and {REAL}) as alarms
from devices_device d left join devices_health h on h.device = d.id left join devices_device g on g.id = d.gateway
left join devices_contact c on c.wire = d.wire and c.source = d.source
"""
WORDS = """(d.name ilike %s or d.position ilike %s or encode(d.source, 'hex') like %s
            or encode(d.source, 'escape') ilike %s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCard:
    """One device with its health; `state` "" for a retired one. `alarms` counts the open ones."""

    id: UUID
    kind: str
    wire: str
    source: bytes
    profile: str
    name: str
    position: str
    area: str
    building: UUID | None
    lon: float | None
    lat: float | None
    gateway: UUID | None
    owner: UUID | None
    contact: UUID | None
    filing: str
    grade: str
    signed: bool
    retention_days: int | None
    interval: int
    installed_on: date | None
    maintenance_from: datetime | None
    maintenance_until: datetime | None
    maintenance_reason: str
    clock_off: int
    registered_at: datetime
    retired_at: datetime | None
    version: int
    state: str
    since: datetime | None
    because: UUID | None
    heard_at: datetime | None
    gateway_name: str
    alarms: int

    @property
    def identity(self) -> str:
        """The raw identity as it is typed: words on wires that have them, else hexadecimal."""
        return source_words(self.source, self.wire)

    @property
    def state_label(self) -> str:
        return STATES.get(self.state, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentCard:
    """A part that was heard; `name` "" while nobody has named it."""

    address: str
    type: int
    name: str
    position: str
    first_heard_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A source that was heard and is not registered. `fires`: how many of its kept frames said fire."""

    wire: str
    source: bytes
    listener: str
    peer: str
    heard_at: datetime
    frames: int
    unread: int
    fires: int

    @property
    def identity(self) -> str:
        return source_words(self.source, self.wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """What is to be done at a device because of a false alarm."""

    id: UUID
    device: UUID
    device_name: str
    alarm: UUID
    cause: str
    made_at: datetime
    done_at: datetime | None
    words: str


def mine(
    viewer: Actor,
    *,
    within: str = "",
    kind: str = "",
    state: str = "",
    words: str = "",
    retired: bool = False,
    most: int = PAGE,
) -> list[DeviceCard]:
    """The devices in the areas where the viewer holds `devices.see`: what needs somebody first, then by name."""
    seen = where(viewer, "devices.see", "d.area")
    conditions, params = [seen.sql], list[Any](seen.params)
    for given, condition, values in (
        (not retired, "d.retired_at is null", ()),
        (within, "d.area >= %s and d.area < %s", (within, after(within) if within else "")),
        (kind, "d.kind = %s", (kind,)),
        (state, "h.state = %s", (state,)),
        (words, WORDS, (f"%{words}%", f"%{words}%", f"{words.lower()}%", f"%{words}%")),
    ):  # fmt: skip
        if given:
            conditions.append(condition)
            params += values
    order = "array_position(array['offline','late','unknown','maintenance','online'], h.state::text), d.name, d.id"
    return sql.rows(
        f"{CARD} where {' and '.join(conditions)} order by {order} limit %s", (*params, most), into=DeviceCard
    )


def counts(viewer: Actor, within: str = "") -> dict[str, int]:
    """How many devices are in each state, in the viewer's areas (inside one, when given)."""
    seen = where(viewer, "devices.see", "d.area")
    inside = (within, after(within)) if within else ()
    rows = sql.rows(
        f"""select h.state, count(*) as n from devices_health h join devices_device d on d.id = h.device
            where {seen.sql} {"and d.area >= %s and d.area < %s" if within else ""} group by 1""",
        (*seen.params, *inside),
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state in STATES}


def device_card(viewer: Actor, id: UUID) -> DeviceCard:
    """One device, a retired one too. Raises Missing without `devices.see` over it."""
    card: DeviceCard | None = sql.one(f"{CARD} where d.id = %s", (id,), into=DeviceCard)
    if card is None:
        raise Missing("没有找到这台设备。")
    need(viewer, "devices.see", card.area)
    return card


def names(viewer: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of devices that the viewer may see."""
    seen = where(viewer, "devices.see", "area")
    rows = sql.rows(f"select id, name from devices_device where id = any(%s) and {seen.sql}", (list(ids), *seen.params))
    return {row["id"]: row["name"] for row in rows}


def behind(viewer: Actor, gateway: UUID) -> list[DeviceCard]:
    """The devices that speak through one, where the viewer may see them."""
    seen = where(viewer, "devices.see", "d.area")
    return sql.rows(
        f"{CARD} where d.gateway = %s and d.retired_at is null and {seen.sql} order by d.name",
        (gateway, *seen.params),
        into=DeviceCard,
    )


def components(viewer: Actor, device: UUID) -> list[ComponentCard]:
    """The parts that were heard of a device. Raises Missing without `devices.see` over it."""
    device_card(viewer, device)
    return sql.rows(
        "select address, type, name, position, first_heard_at from devices_component where device = %s order by address, type",
        (device,),
        into=ComponentCard,
    )


def strays(viewer: Actor, most: int = 200) -> list[Stray]:
    """Sources that were heard and are not registered: those that said fire first. They lie nowhere yet, so whoever registers
    devices anywhere sees them."""
    if viewer.kind != "house" and not viewer.holds("devices.register"):
        return []
    return sql.rows(
        """select c.wire, c.source, c.listener, c.peer, c.heard_at, c.frames, count(u.frame) as unread,
                  count(u.frame) filter (where u.fire) as fires
           from devices_contact c left join devices_unread u on u.wire = c.wire and u.source = c.source
           where not exists (select from devices_device d where d.wire = c.wire and d.source = c.source and d.retired_at is null)
           group by c.wire, c.source order by fires desc, c.heard_at desc limit %s""",
        (most,), into=Stray,
    )  # fmt: skip


def tasks(viewer: Actor, *, device: UUID | None = None, done: bool = False) -> list[TaskCard]:
    """What is to be done at devices, the oldest first; what was done too when asked for."""
    seen = where(viewer, "devices.see", "d.area")
    return sql.rows(
        f"""select t.id, t.device, d.name as device_name, t.alarm, t.cause, t.made_at, t.done_at, t.words
            from devices_task t join devices_device d on d.id = t.device
            where {seen.sql} and (%s::uuid is null or t.device = %s) and (%s or t.done_at is null) order by t.made_at""",
        (*seen.params, device, device, done), into=TaskCard,
    )  # fmt: skip


def owners(viewer: Actor, cards: Iterable[DeviceCard]) -> dict[UUID, str]:
    """The names of the units that own or are called about these devices."""
    return people.unit_names(viewer, {unit for card in cards for unit in (card.owner, card.contact) if unit})
