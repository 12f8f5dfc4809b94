"""Frames of GB/T 26875.3 as devices send them, kept as the gateway keeps them."""

from datetime import datetime
from itertools import count

from liren.devices import intake
from liren.devices.intake import Came
from liren.gateway.gb26875.frame import SEND, build, label, parse
from liren.kernel.ids import new_id
from liren.trust import sql

WIRE = "gb26875:2011"
CENTRE = (88888).to_bytes(6, "little")
FIRE, FAULT, NORMAL = 0b10, 0b100, 0b1
_serials = count()


def forget() -> None:
    """Nothing was said, nothing is registered."""
    for table in (
        "unnoted", "postcheck", "down", "order", "drillcase", "drilled", "task", "alarm", "component", "unread", "spell",
        "health", "waiting", "contact", "credential",
    ):  # fmt: skip
        sql.run(f"delete from devices_{table}")
    sql.run("delete from devices_device where gateway is not null")
    sql.run("delete from devices_device")


def source(number: int) -> bytes:
    return number.to_bytes(6, "little")


def component(bits: int, at: datetime, *, point: int = 2, kind: int = 40, text: str = "") -> bytes:
    """A unit of type 2: one component's status."""
    words = text.encode("gb18030")[:31].ljust(31, b"\0")
    return bytes((2, 1, 1, 1, kind)) + point.to_bytes(4, "little") + bits.to_bytes(2, "little") + words + label(at)


def pressed(bits: int, at: datetime) -> bytes:
    """A unit of type 24: somebody pressed a button at the transmission unit."""
    return bytes((24, 1, bits, 1)) + label(at)


def frame(unit: bytes, *, number: int = 889, serial: int | None = None, at: datetime) -> bytes:
    serial = next(_serials) & 0xFFFF if serial is None else serial
    return build(SEND, unit, serial=serial, source=source(number), destination=CENTRE, at=at)


def keep(raw: bytes, at: datetime, *, wire: str = WIRE, number: int = 889) -> Came:
    """Put bytes in line as a listener does."""
    parsed = parse(raw)
    key = raw if isinstance(parsed, str) else parsed.key
    came = Came(
        id=new_id(),
        received_at=at,
        wire=wire,
        listener="tcp",
        peer="127.0.0.1",
        source=source(number),
        key=key,
        raw=raw,
    )
    sql.run(*intake.keeping([came]))
    return came


def heard(number: int, at: datetime) -> None:
    """Note that a source was heard."""
    said = intake.Heard(wire=WIRE, source=source(number), listener="tcp", peer="127.0.0.1", at=at, frames=1, denied=0)
    sql.run(*intake.hearing([said]))
