"""查岗 in the demonstration: four duty rooms asked in the last ten days as a schedule would have asked them, most of them
answering in time, one asleep, one not reached; a status and a clock that were read.

What devices said back are real frames of GB/T 26875.3, kept and noted as the gateway's are.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from liren.catalogue.commands import PublishEntry
from liren.catalogue.worktime import SHANGHAI
from liren.config.demo import devices
from liren.config.demo.cast import TOWN, id_of
from liren.config.demo.routing import SINCE
from liren.config.demo.stage import Stage
from liren.devices import commands as d
from liren.devices import intake, ordering, outgoing
from liren.devices.outgoing import Word
from liren.devices.queries import orders
from liren.devices.rules.checks import FAMILY, Schedule, turns
from liren.gateway import reading
from liren.gateway.gb26875.down import ends, order_for
from liren.gateway.gb26875.frame import CONFIRM, SEND, answer, build, label
from liren.kernel import Code, Command
from liren.trust import gate, sql

DAYS = 10
ROOMS = (0, 1, 2, 4)
NIGHT = Schedule(code="night", label="夜间查岗", hours="20:00-08:00", times=1, minutes=10)
MINUTES = (2, 1, 4, 3, 6, 2, 9, 5, 3, 7)
"""After how many minutes the posts press the button, in turn."""
LATE, ASLEEP, UNREACHED = {(1, 4): 17}, {(1, 7), (4, 2)}, {(2, 5)}
"""(room, day) that answer late, not at all, or are not connected."""
PRESSED = 0b10_0000


def write(stage: Stage, until: datetime, order: Callable[[str, Iterable[Command]], None]) -> int:
    """Play the checks up to `until`; how many. A second run adds nothing."""
    order("post check schedule", [_publish()])
    if orders.of_device(devices.HOUSE, id_of("device:0")):
        return 0
    made = 0
    for day in range(DAYS):
        evening = (until - timedelta(days=DAYS - day)).astimezone(SHANGHAI).replace(hour=21, minute=0, second=0)
        for room in ROOMS:
            device = id_of(f"device:{room}")
            for turn in turns([NIGHT], device=device, key=b"demonstration", now=evening):
                if turn.at + timedelta(minutes=30) < until:
                    _check(stage, room, day, device, turn.slot, turn.at)
                    made += 1
    for n, what in enumerate(("read_status", "read_clock")):
        _read(stage, what, until - timedelta(minutes=50 - 5 * n))
    return made


def _publish() -> PublishEntry:
    spec = asdict(NIGHT)
    basis = "消防控制室通用技术要求 GB 25506（演示）"
    return PublishEntry(
        entry=id_of("entry:post_check"), family=FAMILY, code=NIGHT.code, area=TOWN, spec=spec,
        effective_from=SINCE, legal_basis=basis, verified_by="镇指挥中心定的次数（演示）",
    )  # fmt: skip


def _check(stage: Stage, room: int, day: int, device: UUID, slot: str, at: datetime) -> None:
    """One question to one post, and what came of it."""
    order = uuid5(device, slot)
    command = d.OrderDown(
        order=order, device=device, what=Code("post_check"), minutes=10, why=Code("schedule"), slot=slot
    )
    gate.execute(command, actor=ordering.HOUSE, now=at, key=uuid5(order, "asked"), mode=stage.mode)
    if (room, day) in UNREACHED:
        ordering.step(at + timedelta(minutes=11), mode=stage.mode)
        return
    _told(order, room, "post_check", 10, at + timedelta(seconds=1), stage)
    minutes = LATE.get((room, day), MINUTES[(3 * room + day) % len(MINUTES)])
    if (room, day) in ASLEEP or minutes > 10:
        ordering.step(at + timedelta(minutes=10, seconds=2), mode=stage.mode)
    if (room, day) not in ASLEEP:
        pressed = at + timedelta(minutes=minutes, seconds=7 * room + day)
        _kept(room, bytes((24, 1, PRESSED, 1)) + label(pressed), pressed)


def _read(stage: Stage, what: str, at: datetime) -> None:
    """Somebody at the desk reads something of the first device."""
    device, order = id_of("device:0"), id_of(f"order:{what}")
    command = d.OrderDown(order=order, device=device, what=Code(what))
    actor = stage.actor(stage.crew.dispatcher)
    gate.execute(command, actor=actor, now=at, key=uuid5(order, "asked"), mode=stage.mode)
    _told(order, 0, what, None, at + timedelta(seconds=1), stage)


def _told(order: UUID, room: int, what: str, minutes: int | None, at: datetime, stage: Stage) -> None:
    """What went over the wire: the order, and a second later its answer."""
    source, later = (880 + room).to_bytes(6, "little"), at + timedelta(seconds=1)
    content = order_for(what, minutes, at)
    serial = int(sql.value("select serial from devices_order where id = %s", (order,)))
    sent = content.frame(serial=serial, centre=devices.CENTRE, device=source, at=at)
    confirmed = ends(content.command) == CONFIRM
    unit = {"read_status": bytes((21, 1, 1)) + label(later), "read_clock": bytes((28, 1)) + label(later)}.get(what, b"")
    back = answer(sent, CONFIRM, later) if confirmed else build(
        ends(content.command), unit, serial=serial, source=source, destination=devices.CENTRE, at=later
    )  # fmt: skip
    words = [Word(order=order, at=at, how="sent", raw=sent), Word(order=order, at=later, how="confirmed" if confirmed else "replied", raw=back)]  # fmt: skip
    sql.run(*outgoing.telling(id_of("gateway"), words))
    ordering.step(later, mode=stage.mode)


def _kept(room: int, unit: bytes, at: datetime) -> None:
    source = (880 + room).to_bytes(6, "little")
    raw = build(SEND, unit, serial=2, source=source, destination=devices.CENTRE, at=at)
    came = intake.Came(id=uuid5(id_of(f"device:{room}"), f"pressed:{at}"), received_at=at, wire=devices.WIRE, listener="tcp", peer="10.8.0.12", source=source, key=raw, raw=raw)  # fmt: skip
    sql.run(*intake.keeping([came]))
    reading.read(at, mode="replay")
