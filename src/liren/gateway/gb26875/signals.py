"""What a frame of GB/T 26875.3 means in nobody's protocol: bits become signals, resets clear, the rest says nothing of alarms."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from liren.catalogue.worktime import SHANGHAI
from liren.devices.rules.signals import Signal
from liren.gateway.gb26875.frame import Frame, parse
from liren.gateway.gb26875.objects import decode
from liren.gateway.gb26875.profiles import PROFILES, STANDARD
from liren.gateway.gb26875.tables import BITS
from liren.kernel import Code

BIT_KIND = {
    "fire": "fire", "fault": "fault", "shielded": "shielded", "supervised": "supervised", "power": "power",
    "main_power": "power", "standby_power": "power", "bus": "link", "link": "link", "line": "link",
}  # fmt: skip
GAS = frozenset({10, 11, 12, 13, 74})
"""Component types that smell gas: their “fire” bit is a gas alarm (table 5)."""
SYSTEM, COMPONENT, OPERATION, UNIT, UNIT_OPERATION, UNIT_CLOCK = 1, 2, 4, 21, 24, 28
RESETS = frozenset({"reset", "cleared"})


def signals_of(raw: bytes, profile: str) -> tuple[tuple[Signal, ...], str]:
    """The signals of a kept frame, and why it could not be read ("" when it could). Raises nothing, whatever the bytes."""
    frame = parse(raw)
    if not isinstance(frame, Frame):
        return (), "frame"
    if not frame.unit:
        return (), ""
    unit = decode(frame.unit, dict(PROFILES.get(profile, STANDARD).more))
    if unit.reason:
        return (), "unit"
    read = READERS.get(unit.type or 0)
    found = tuple(signal for one in unit.objects for signal in read(one)) if read else ()
    return found, ""


def _system(said: dict[str, Any]) -> Iterator[Signal]:
    """A system as a whole: its address is its number."""
    address = f"sys{said['sys_addr']:02x}"
    yield from _bits(SYSTEM, said, component=address, type=said["sys_type"])


def _component(said: dict[str, Any]) -> Iterator[Signal]:
    yield from _bits(
        COMPONENT,
        said,
        component=f"{said['sys_addr']:02x}{said['comp_addr_bytes']}",
        type=said["comp_type"],
        text=said["text"].replace("\0", ""),
    )


def _unit(said: dict[str, Any]) -> Iterator[Signal]:
    yield from _bits(UNIT, said, component="", type=0)


def _bits(layout: int, said: dict[str, Any], *, component: str, type: int, text: str = "") -> Iterator[Signal]:
    """One signal a kind: active when any of its bits is set. Bit 0 at zero says test; a fire is a fire whatever it says."""
    value, names = said["status"], BITS[layout]
    at = moment(said.get("when"))
    set_bits = {name for n, name in enumerate(names) if value >> n & 1}
    for kind in dict.fromkeys(BIT_KIND[name] for name in names if name in BIT_KIND):
        active = any(BIT_KIND.get(name) == kind for name in set_bits)
        meant = "gas" if kind == "fire" and type in GAS and layout == COMPONENT else kind
        yield Signal(
            kind=Code(meant),
            active=active,
            component=component,
            type=type,
            said_at=at,
            test="running" not in set_bits,
            text=text,
        )


def _pressed(layout: int, address: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], Iterator[Signal]]:
    """Buttons: reset and 警情消除 clear the signals, 手动报警 is a fire, 查岗应答 says that somebody is at the post.

    Who pressed (the operator's number) is not read out: what is counted is the post, not a person.
    """

    def read(said: dict[str, Any]) -> Iterator[Signal]:
        pressed = {name for n, name in enumerate(BITS[layout]) if said["op"] >> n & 1}
        at = moment(said.get("when"))
        if pressed & RESETS:
            yield Signal(kind=Code("reset"), active=True, said_at=at)
        if "manual_alarm" in pressed:
            yield Signal(kind=Code("fire"), active=True, component=address(said), said_at=at, text="手动报警")

        if "post_answer" in pressed:
            yield Signal(kind=Code("post_answer"), active=True, said_at=at)

    return read


def _clock(said: dict[str, Any]) -> Iterator[Signal]:
    """What the unit's own clock shows: no alarm, but it tells how far it is off."""
    if said["time"]:
        yield Signal(kind=Code("clock"), active=True, said_at=moment(said["time"]))


def moment(text: str | None) -> datetime | None:
    """A device's time label as a moment in Shanghai; None for one that is no date."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None


READERS: dict[int, Callable[[dict[str, Any]], Iterator[Signal]]] = {
    SYSTEM: _system,
    COMPONENT: _component,
    UNIT: _unit,
    OPERATION: _pressed(OPERATION, lambda said: f"sys{said['sys_addr']:02x}"),
    UNIT_OPERATION: _pressed(UNIT_OPERATION, lambda said: ""),
    UNIT_CLOCK: _clock,
}
