"""What a kept alarm of GB/T 28181 means in nobody's protocol. It is told once and has no end: all but a fire is over at once."""

import re

from liren.devices.rules.signals import Signal
from liren.devices.rules.sip import type_of
from liren.gateway.gb28181 import body, tables
from liren.kernel import Code

SENDER = re.compile(rb"^(?:from|f)[ \t]*:[^\r\n]{0,200}?sip:(\d{20})@", re.I | re.M)
LASTING = frozenset({"fire", "gas"})


def split(raw: bytes) -> tuple[str, bytes]:
    """Who sent a message, and its body."""
    head, _, content = raw.partition(b"\r\n\r\n")
    found = SENDER.search(head)
    return (found[1].decode() if found else ""), content


def signals_of(raw: bytes, profile: str) -> tuple[tuple[Signal, ...], str]:
    """The signals of a kept message, and why it could not be read ("" when it could). Raises nothing, whatever the bytes."""
    sender, content = split(raw)
    try:
        said = body.read(content)
    except body.Bad:
        return (), "frame"
    if said.command != "Alarm":
        return (), "unit"
    told = body.alarm(said)
    kind_of = type_of(told.device)
    meant = tables.meaning(told.method, told.type, kind_of, told.words, profile)
    if meant is None:
        return (), ""
    kind, text = meant
    number = 0 if (told.method, told.type) not in tables.ALARMS else int(told.method) * 100 + int(told.type)
    rung = Signal(
        kind=Code(kind), active=True, component="" if told.device == sender else told.device, type=number or kind_of,
        said_at=told.at, text=text,
    )  # fmt: skip
    if kind in LASTING:
        return (rung,), ""
    return (rung, Signal(kind=rung.kind, active=False, component=rung.component, type=rung.type)), ""
