"""Information objects of GB/T 26875.3-2011 (clause 8): what the unit of a frame says, type by type.

Nothing is lost when a unit does not fit: `objects` is empty then, `reason` says why, and the raw frame is kept. Objects
that makers send with or without their six bytes of time are told apart by the length of the unit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from struct import Struct
from typing import Any, NamedTuple

from liren.gateway.gb26875.frame import moment, number

TIME = 6
TEXT = 31
Read = Callable[[bytes], dict[str, Any]]


class Unit(NamedTuple):
    """A unit taken apart: its type flag, how many objects it declares, the objects in order, "" or why there are none."""

    type: int | None
    declared: int
    objects: tuple[dict[str, Any], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Objects of one type: bytes of the body, how it is read, whether a time follows (always, never, or as the length says)."""

    size: int
    read: Read
    timed: bool | None = None
    most: int = 255


def _fields(form: str, *names: str) -> Read:
    packed = Struct("<" + form)

    def read(body: bytes) -> dict[str, Any]:
        return dict(zip(names, packed.unpack(body), strict=True))

    return read


def text(raw: bytes) -> str:
    """GB18030, padded with zeros or spaces; a character cut in half at the end becomes U+FFFD."""
    return raw.rstrip(b"\0 ").decode("gb18030", "replace").rstrip("\0 ")


def _part(body: bytes) -> dict[str, Any]:
    """System and component; the four address bytes are opaque, a profile may read them as zone and point."""
    return {
        "sys_type": body[0], "sys_addr": body[1], "comp_type": body[2], "comp_addr": number(body[3:7]),
        "comp_addr_bytes": body[3:7].hex(),
    }  # fmt: skip


def _status(body: bytes) -> dict[str, Any]:
    return {
        **_part(body),
        "status": int.from_bytes(body[7:9], "little"),
        "text": text(body[9:]),
        "text_bytes": body[9:].hex(),
    }


def _analogue(body: bytes) -> dict[str, Any]:
    return {**_part(body), "analog_type": body[7], "value": int.from_bytes(body[8:10], "little", signed=True)}


def _configured(body: bytes) -> dict[str, Any]:
    return {**_part(body), "text": text(body[7:]), "text_bytes": body[7:].hex()}


def _asked_part(body: bytes) -> dict[str, Any]:
    return {
        "sys_type": body[0],
        "sys_addr": body[1],
        "comp_addr": number(body[2:6]),
        "comp_addr_bytes": body[2:6].hex(),
    }


def _version(body: bytes) -> dict[str, Any]:
    return {"sys_type": body[0], "sys_addr": body[1], "version": [body[2], body[3]]}


def _time(body: bytes) -> dict[str, Any]:
    return {"time": iso(body)}


def _system_time(body: bytes) -> dict[str, Any]:
    return {"sys_type": body[0], "sys_addr": body[1], "time": iso(body[2:])}


def _log(body: bytes) -> dict[str, Any]:
    return {"count": body[-7], "start": iso(body[-6:])}


def _system_log(body: bytes) -> dict[str, Any]:
    return {"sys_type": body[0], "sys_addr": body[1], **_log(body)}


def iso(six: bytes) -> str | None:
    """A time label as an ISO date-time without zone; None for one that is no date."""
    at: datetime | None = moment(six)
    return at.replace(tzinfo=None).isoformat() if at else None


SYSTEM = _fields("BB", "sys_type", "sys_addr")
ARGUMENT = _fields("B", "arg")
LAYOUTS: dict[int, Layout] = {
    1: Layout(4, _fields("BBH", "sys_type", "sys_addr", "status"), True, 102),
    2: Layout(40, _status, True, 22),
    3: Layout(10, _analogue, True, 63),
    4: Layout(4, _fields("BBBB", "sys_type", "sys_addr", "op", "operator"), True, 102),
    5: Layout(4, _version, None, 1),
    7: Layout(38, _configured, None, 26),
    8: Layout(8, _system_time, None, 1),
    21: Layout(1, _fields("B", "status"), True),
    24: Layout(2, _fields("BB", "op", "operator"), True, 127),
    25: Layout(2, lambda body: {"version": [body[0], body[1]]}, None, 1),
    28: Layout(6, _time, None, 1),
    61: Layout(2, SYSTEM, False, 102),
    62: Layout(6, _asked_part, False, 22),
    63: Layout(6, _asked_part, False, 63),
    64: Layout(9, _system_log, False, 1),
    65: Layout(2, SYSTEM, False, 1),
    66: Layout(2, SYSTEM, False, 3),
    67: Layout(6, _asked_part, False, 26),
    68: Layout(2, SYSTEM, False, 1),
    81: Layout(1, ARGUMENT, False, 1),
    84: Layout(7, _log, False, 1),
    85: Layout(1, ARGUMENT, False, 1),
    86: Layout(1, ARGUMENT, False, 1),
    88: Layout(1, ARGUMENT, False, 1),
    89: Layout(1, ARGUMENT, False, 1),
    90: Layout(6, _time, False, 1),
    91: Layout(1, ARGUMENT, False, 1),
}
CONFIGURATION = {6: 2, 26: 0}
"""Types whose objects carry the length of their text: how many bytes stand before that length."""
FITS = "长度和类型、数目不符，原帧照样保存"
UNKNOWN = "标准里没有这个类型标志，原帧照样保存"


def decode(unit: bytes, more: dict[int, Layout] | None = None) -> Unit:
    """What a unit says; `more` are layouts of a maker's own types, which come before the standard's. Never raises."""
    if not unit:
        return Unit(None, 0, ())
    if len(unit) < 2:
        return Unit(unit[0], 0, (), FITS)
    kind, count, rest = unit[0], unit[1], unit[2:]
    layout = (more or {}).get(kind) or LAYOUTS.get(kind)
    if layout is not None:
        return _even(kind, count, rest, layout)
    if kind in CONFIGURATION:
        return _texts(kind, count, rest, CONFIGURATION[kind])
    return Unit(kind, count, (), UNKNOWN)


def _even(kind: int, count: int, rest: bytes, layout: Layout) -> Unit:
    """Objects of one length each; with their time where the length leaves room for it."""
    each, odd = divmod(len(rest), count) if count else (0, 1)
    timed = each == layout.size + TIME
    if odd or (each != layout.size and not timed) or (timed and layout.timed is False):
        return Unit(kind, count, (), FITS)
    found = []
    for n in range(count):
        body = rest[n * each : n * each + layout.size]
        said = layout.read(body)
        if timed:
            said["when"] = iso(rest[n * each + layout.size : (n + 1) * each])
        found.append(said)
    return Unit(kind, count, tuple(found))


def _texts(kind: int, count: int, rest: bytes, before: int) -> Unit:
    """Descriptions, each as long as it says; six bytes of time may follow each."""
    for trailing in (0, TIME):
        found: list[dict[str, Any]] = []
        at = 0
        while len(found) < count and at + before < len(rest):
            end = at + before + 1 + rest[at + before]
            said: dict[str, Any] = {"text": text(rest[at + before + 1 : end])}
            if before:
                said = {"sys_type": rest[at], "sys_addr": rest[at + 1], **said}
            found.append(said)
            at = end + trailing
        if at == len(rest) and len(found) == count:
            return Unit(kind, count, tuple(found))
    return Unit(kind, count, (), FITS)
