"""What the gateway keeps of GB/T 28181 lines: where a device is, what its catalogue offers, how much was dropped.

Beside the gate as frames are (`intake.py`): none of it is an act of anybody. A catalogue offers; only a person's order puts a
camera on the register. Plain statements, because the gateway's process knows no Django.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from liren.devices.rules.sip import WIRE

ACCOUNTS = """
select d.id as device, encode(d.source, 'hex') as number, s.ha1, s.transport, s.peer, s.port, s.edition, s.expires_at,
       s.asked_at, s.catalogue_at
from devices_sipline s join devices_device d on d.id = s.device where d.wire = %(wire)s and d.retired_at is null
"""
BIND = """
update devices_sipline set transport = %(transport)s, peer = %(peer)s, port = %(port)s, edition = %(edition)s,
  expires_at = %(expires_at)s, registered_at = coalesce(%(registered_at)s, registered_at) where device = %(device)s
"""
CATALOGUE = """
with came as (
  select * from unnest(%(number)b::text[], %(name)b::text[], %(address)b::text[], %(maker)b::text[], %(model)b::text[],
                       %(online)b::bool[]) as c(number, name, address, maker, model, online)
), due as (
  update devices_camera k set probe_at = least(k.probe_at, %(at)b)
  from devices_channel h left join came c on c.number = h.number
  where h.device = %(device)b and k.id = h.camera and k.retired_on is null and h.online is distinct from coalesce(c.online, false)
), gone as (
  delete from devices_channel h where h.device = %(device)b and h.camera is null and h.number <> all (%(number)b::text[])
), away as (
  update devices_channel h set online = false
  where h.device = %(device)b and h.camera is not null and h.number <> all (%(number)b::text[])
), kept as (
  insert into devices_channel (device, number, name, address, maker, model, online, seen_at)
  select %(device)b, c.*, %(at)b from came c
  on conflict (device, number) do update set name = excluded.name, address = excluded.address, maker = excluded.maker,
    model = excluded.model, online = excluded.online, seen_at = excluded.seen_at
)
update devices_sipline set catalogue_at = %(at)b, catalogue_count = %(count)b, catalogue_trouble = '' where device = %(device)b
"""
FAILED = "update devices_sipline set catalogue_trouble = %(trouble)s where device = %(device)s"
DROPPED = """
insert into devices_dropped (wire, source, day, count)
select %(wire)s, decode(c.number, 'hex'), c.day, c.count
from unnest(%(number)b::text[], %(day)b::date[], %(count)b::int8[]) as c(number, day, count)
on conflict (wire, source, day) do update set count = devices_dropped.count + excluded.count
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A registered device that may sign in. `ha1` is sealed. `peer` "" while it never signed in."""

    device: UUID
    number: str
    ha1: bytes
    transport: str
    peer: str
    port: int
    edition: str
    expires_at: datetime | None
    asked_at: datetime | None
    catalogue_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One camera in a catalogue."""

    number: str
    name: str
    address: str
    maker: str
    model: str
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Where a device signed in from, until when; `expires_at` None: it signed out. `registered_at` None: only its port moved."""

    device: UUID
    transport: str
    peer: str
    port: int
    edition: str
    expires_at: datetime | None
    registered_at: datetime | None


Statement = tuple[str, dict[str, Any]]


def accounts() -> Statement:
    """What reads every device that may sign in."""
    return ACCOUNTS, {"wire": WIRE}


def binding(bound: Bound) -> Statement:
    return BIND, {name: getattr(bound, name) for name in Bound.__slots__}


def catalogue(device: UUID, listed: Sequence[Listed], count: int, at: datetime) -> Statement:
    """What puts a whole catalogue in the place of the one before; `count` are all its entries, cameras or not.

    Cameras that a person has registered stay when they are missing, as off.
    """
    ordered = sorted({one.number: one for one in listed}.values(), key=lambda one: one.number)
    told = {name: [getattr(one, name) for one in ordered] for name in Listed.__slots__}
    return CATALOGUE, {**told, "device": device, "count": count, "at": at}


def failed(device: UUID, trouble: str) -> Statement:
    """What notes that a catalogue did not come whole; the one before stays."""
    return FAILED, {"device": device, "trouble": trouble}


def dropped(counts: Mapping[tuple[str, date], int]) -> Statement:
    """What adds to the numbers of what was never kept, by source and day."""
    ordered = sorted(counts)
    return DROPPED, {
        "wire": WIRE, "number": [number for number, _ in ordered], "day": [day for _, day in ordered],
        "count": [counts[one] for one in ordered],
    }  # fmt: skip
