"""The code on a posted sheet: which place it hangs at, signed, so that nobody prints a sheet that leads elsewhere.

A code is a letter for the sort of place, its name (an area's code, a building's, room's or device's id) and 40 bits of a keyed
digest, in base32 without 0, 1 and 8 (RFC 4648). Nothing is stored: a place that is gone says so when it is scanned.
"""

from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from liren.devices.queries import posted as devices
from liren.kernel import Actor, Missing
from liren.places import queries as places
from liren.trust import sealed
from liren.venues import queries as venues

AREA, BUILDING, ROOM, DEVICE = "a", "b", "r", "d"
MARK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as a sheet names it. `area` is the smallest area it lies in; `building` its id and `address` its words, ""
    for none; `words` say of a room or a device what a report is about.
    """

    name: str
    area: str
    building: str = ""
    address: str = ""
    words: str = ""
    venue: UUID | None = None


def code_of(sort: str, name: str) -> str:
    """The code of a place: an area's digits, the id of a building, a room or a device."""
    content = sort.encode() + (int(name).to_bytes(8) if sort == AREA else UUID(name).bytes)
    return b32encode(content + _mark(content)).decode().rstrip("=").lower()


def address(request: HttpRequest, sort: str, name: str) -> str:
    """What stands in the QR code."""
    return request.build_absolute_uri(reverse("here", args=[code_of(sort, name)]))


def spot(viewer: Actor, code: str) -> Spot:
    """The place behind a code. Raises Missing for a code that is not ours, and for a place that is gone."""
    sort, name = _read(code)
    found = {AREA: _area, BUILDING: _building, ROOM: _room, DEVICE: _device}[sort](viewer, name)
    if found is None:
        raise Missing("这张码上的地方现在没有了，可能拆了、并了或者停用了。请直接反映，地点自己写。")
    return found


def _read(code: str) -> tuple[str, str]:
    wrong = Missing("这张码打不开：可能印坏了，也可能不是里仁印的。请直接反映，地点自己写。")
    text = code.upper()
    try:
        raw = b32decode(text + "=" * (-len(text) % 8))
    except Error:
        raise wrong from None
    content, mark = raw[:-MARK], raw[-MARK:]
    whole = len(content) in (9, 17) and b32encode(raw).decode().rstrip("=") == text
    if not whole or not compare_digest(_mark(content), mark):
        raise wrong
    sort, rest = content[:1].decode(), content[1:]
    return sort, str(int.from_bytes(rest)) if sort == AREA else str(UUID(bytes=rest))


def _mark(content: bytes) -> bytes:
    return sealed.derive("posted", content)[:MARK]


def _area(viewer: Actor, name: str) -> Spot | None:
    return Spot(name=places.name_path(name), area=name) if places.version_of(name) else None


def _building(viewer: Actor, name: str) -> Spot | None:
    house = places.building(viewer, UUID(name))
    if house is None:
        return None
    at = places.locate(house.lon, house.lat)
    area = str(at.scope) if at else str(house.area or "")
    return Spot(name=house.address, area=area, building=name, address=house.address)


def _room(viewer: Actor, name: str) -> Spot | None:
    try:
        room = venues.room_card(viewer, UUID(name))
    except Missing:
        return None
    name = f"{room.venue_name} {room.name}"
    return Spot(name=name, area=str(room.area), words=name, venue=room.venue) if room.open else None


def _device(viewer: Actor, name: str) -> Spot | None:
    device = devices.posted_device(viewer, UUID(name))
    if device is None:
        return None
    words = "，".join(filter(None, (device.name, device.position)))
    house = places.building(viewer, device.building) if device.building else None
    return Spot(
        name="，".join(filter(None, (house.address if house else "", words))), area=device.area, words=words,
        building=str(device.building or ""), address=house.address if house else "",
    )  # fmt: skip
