"""What the centre asks and orders: read a status, set the clock, 查岗 (types 61 to 91, clause 8.3)."""

from dataclasses import dataclass
from datetime import datetime

from liren.gateway.gb26875.frame import CONFIRM, CONTROL, REPLY, REQUEST, build, label

READ_STATUS, READ_VERSION, READ_CONFIGURATION, READ_CLOCK, SET_CLOCK, POST_CHECK = 81, 85, 86, 88, 90, 91
READS = {
    "read_status": READ_STATUS, "read_version": READ_VERSION, "read_configuration": READ_CONFIGURATION,
    "read_clock": READ_CLOCK,
}  # fmt: skip
ORDERS = frozenset({*READS, "set_clock", "post_check"})
"""What the devices room may order of this wire, by its names for it. Initialising (89) is read and never sent."""
ANSWER_S = 10.0
"""A peer is waited for this long (6.5.5: not more than 10 s)."""
TRIES = 3
"""How often one order is sent (6.5.4: three times), always under the same serial."""
MINUTES_MAX = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be sent down: type flag, the body behind type and count, and whether it controls or asks."""

    type: int
    body: bytes
    command: int

    def frame(self, *, serial: int, centre: bytes, device: bytes, at: datetime) -> bytes:
        """Its bytes, from the centre to a device."""
        unit = bytes((self.type, 1)) + self.body
        return build(self.command, unit, serial=serial, source=centre, destination=device, at=at)


def read(kind: int) -> Order:
    """Ask the device itself: its status, version, configuration or clock. Raises ValueError for another type."""
    if kind not in (READ_STATUS, READ_VERSION, READ_CONFIGURATION, READ_CLOCK):
        raise ValueError(f"类型 {kind} 不是读传输装置的命令")
    return Order(type=kind, body=b"\0", command=REQUEST)


def set_clock(at: datetime) -> Order:
    """Set the device's clock to the centre's (figure 45)."""
    return Order(type=SET_CLOCK, body=label(at), command=CONTROL)


def post_check(minutes: int) -> Order:
    """查岗: whoever is on duty answers at the device within these minutes (figure 46). Raises ValueError beyond a byte."""
    if not 1 <= minutes <= MINUTES_MAX:
        raise ValueError(f"查岗应答时限是 1 到 {MINUTES_MAX} 分钟")
    return Order(type=POST_CHECK, body=bytes((minutes,)), command=CONTROL)


def order_for(what: str, minutes: int | None, at: datetime) -> Order:
    """An order by its name in the devices room (`devices.rules.orders`). Raises ValueError for one this wire has not."""
    if what == "set_clock":
        return set_clock(at)
    if what == "post_check":
        return post_check(minutes or 0)
    if what not in READS:
        raise ValueError(f"没有命令 {what}")
    return read(READS[what])


def ends(command: int) -> int:
    """What answers a frame of ours: a reply to a request, a confirmation to a control (clause 6.5)."""
    return REPLY if command == REQUEST else CONFIRM
