"""Kept frames are read: bytes to signals by their wire, signals to orders of the devices room.

Run by a loop of the worker. Nothing here is lost or said twice when it is cut off or run twice at once: a frame leaves the line in
the transaction in which what it says is noted (devices/handlers/signals.py). Nothing that a device sends raises: what can't
be read is marked with the reason and stays.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import Error

from liren.devices.commands import NoteSignals, Signal
from liren.devices.queries import frames
from liren.devices.queries.frames import FrameCard
from liren.gateway.gb26875.signals import signals_of
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate

HOUSE = the_house("gateway")
MOST = 500
Reader = Callable[[bytes, str], tuple[tuple[Signal, ...], str]]
READERS: dict[str, Reader] = {"gb26875:2011": signals_of}
"""By wire. A reader turns raw bytes and a profile into signals and a trouble of `devices.kinds.TROUBLES` ("" for none)."""
log = structlog.get_logger()


def register(wire: str, reader: Reader) -> None:
    """Let frames of a wire be read. Raises LookupError when another reader has it."""
    if READERS.setdefault(wire, reader) is not reader:
        raise LookupError(f"frames of {wire} are read twice")


def read(now: datetime, most: int = MOST, *, mode: str = "live") -> int:
    """Read the frames that wait longest; how many. Raises only what the database does. In a `replay` no flow answers."""
    found = frames.waiting(HOUSE, most)
    if not found:
        return 0
    orders = [order_of(frame) for frame in found]
    try:
        _note(orders, now, mode)
    except (Refusal, ArithmeticError, LookupError, ValueError, Error) as trouble:
        log.warning("frames are read one by one", frames=len(orders), trouble=type(trouble).__name__)
        for order in orders:
            _alone(order, now, mode)
    return len(found)


def order_of(frame: FrameCard) -> NoteSignals:
    """What a frame comes to: its signals, or why there are none."""
    reader = READERS.get(frame.wire)
    signals: tuple[Signal, ...] = ()
    trouble = "wire"
    if reader is not None:
        try:
            signals, trouble = reader(bytes(frame.raw), frame.profile)
        except Exception:  # a reader of a maker's format that trips over bytes must not hold the line up
            log.exception("a frame could not be read", frame=str(frame.id), wire=frame.wire)
            signals, trouble = (), "unit"
    return NoteSignals(
        frame=frame.id, wire=frame.wire, source=bytes(frame.source).hex(), received_at=frame.received_at, signals=signals,
        trouble=trouble,
    )  # fmt: skip


def _note(orders: list[NoteSignals], now: datetime, mode: str) -> None:
    gate.execute_many(orders, actor=HOUSE, now=now, key=new_id(), mode=mode)


def _alone(order: NoteSignals, now: datetime, mode: str) -> None:
    """One frame that a whole batch failed with is marked, and the others are not."""
    try:
        _note([order], now, mode)
    except (Refusal, ArithmeticError, LookupError, ValueError) as trouble:
        log.warning("a frame was refused", frame=str(order.frame), trouble=str(trouble))
        _note([NoteSignals(frame=order.frame, wire=order.wire, source=order.source, received_at=order.received_at, trouble="refused")], now, mode)  # fmt: skip
