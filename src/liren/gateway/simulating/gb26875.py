"""Transmission units of GB/T 26875.3 over TCP or UDP: heartbeats, then a storm of fires, then staying; what was confirmed."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from liren.gateway.gb26875.frame import CONFIRM, DENY, SEND, Frame, build, label
from liren.gateway.simulating.answering import Answers
from liren.gateway.simulating.lines import Line, near

CENTRE = (88888).to_bytes(6, "little")
FIRE = 0b10
ANSWER_S, TRIES = 10.0, 3
"""How long a device waits for its confirmation and how often it sends (clause 6.5)."""
HEARTBEAT_S = 30.0
AT_ONCE, UNDER_WAY = 200, 5_000
"""Connections that are opened at the same time; frames that wait for an answer at the same time."""
LINES_MOST, SOCKETS = 10_000, 200
"""TCP lines of one process, which may have 20,000 files open, and UDP sockets: beyond that units share them."""


@dataclass(slots=True)
class Report:
    """What was sent and what came back. `latencies` in seconds, of frames that were confirmed."""

    connected: int = 0
    refused: int = 0
    heartbeats: int = 0
    alarms: int = 0
    sent: int = 0
    confirmed: int = 0
    denied: int = 0
    silent: int = 0
    orders: int = 0
    pressed: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """The latency that a share of the frames stayed under; 0 when nothing was confirmed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Unit:
    """One device, on a line of its own or shared. It sends a frame again after ten seconds, three times, under the same serial."""

    def __init__(self, number: int, report: Report, line: Line | None = None) -> None:
        self.source = number.to_bytes(6, "little")
        self.report, self.serial = report, 0
        self.line = line or Line()
        self.line.units[self.source] = self
        self._waits: dict[int, asyncio.Future[int]] = {}
        self.answers, self._pressing = Answers(), set[asyncio.Task[None]]()

    async def open(self, host: str, port: int, *, udp: bool = False, near: str = "") -> bool:
        """Open its line, for all units on it; whether somebody answered."""
        try:
            await self.line.open(host, port, udp=udp, near=near)
        except (OSError, TimeoutError):
            self.report.refused += len(self.line.units)
            return False
        self.report.connected += len(self.line.units)
        return True

    async def close(self) -> None:
        for task in self._pressing:
            task.cancel()
        self.line.close()

    async def heartbeat(self) -> None:
        self.report.heartbeats += 1
        await self._send(b"")

    async def fire(self, point: int) -> None:
        """A smoke detector of this unit fires."""
        self.report.alarms += 1
        now = datetime.now(UTC)
        unit = bytes((2, 1, 1, 1, 40)) + point.to_bytes(4, "little") + FIRE.to_bytes(2, "little")
        await self._send(unit + "模拟的感烟探测器".encode("gb18030").ljust(31, b"\0") + label(now))

    async def _send(self, unit: bytes) -> None:
        serial, self.serial = self.serial, (self.serial + 1) & 0xFFFF
        raw = build(SEND, unit, serial=serial, source=self.source, destination=CENTRE, at=datetime.now(UTC))
        begun = time.monotonic()
        for _try in range(TRIES):
            answer = self._waits[serial] = asyncio.get_running_loop().create_future()
            self.report.sent += 1
            try:
                self.line.write(raw)
                command = await asyncio.wait_for(answer, ANSWER_S)
            except (OSError, TimeoutError):
                continue
            if command == CONFIRM:
                self.report.confirmed += 1
                self.report.latencies.append(time.monotonic() - begun)
                return
            self.report.denied += 1
        self.report.silent += 1

    def took(self, frame: Frame) -> None:
        """What the centre says to this unit."""
        if frame.command not in (CONFIRM, DENY):
            self._obey(frame)
            return
        waiting = self._waits.pop(frame.serial, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.command)

    def _obey(self, frame: Frame) -> None:
        """Answer an order; where it rings, somebody presses the button a while later."""
        if said := self.answers.to(frame, datetime.now(UTC)):
            self.report.orders += 1
            self.line.write(said)
        if self.answers.rings(frame):
            task = asyncio.create_task(self._press())
            self._pressing.add(task)
            task.add_done_callback(self._pressing.discard)

    async def _press(self) -> None:
        await asyncio.sleep(self.answers.post_s)
        self.report.pressed += 1
        await self._send(self.answers.pressed(datetime.now(UTC)))

    async def stay(self, seconds: float) -> None:
        """Go on living, with a heartbeat now and then, and answer what is asked."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, HEARTBEAT_S))
            await self.heartbeat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`count` units from number `first` on, on so many `lines` (0: one each, up to LINES_MOST), and `storm` fires spread over them."""

    count: int
    storm: int
    first: int
    stay: float = 0.0
    lines: int = 0
    udp: bool = False


async def simulate(host: str, port: int, asked: Asked, report: Report) -> Report:
    """Units connect and say that they live; then the fires, at once. They stay for so many seconds and answer orders.

    `report` is filled as it goes, for whoever shows how far it is. Being cancelled while they stay is how staying ends.
    """
    begun = time.monotonic()
    share = min(asked.count, asked.lines or (SOCKETS if asked.udp else LINES_MOST))
    lines = [Line() for _ in range(share)]
    units = [Unit(asked.first + n, report, lines[n % share]) for n in range(asked.count)]
    heads = [(unit, near(host, n, udp=asked.udp)) for n, unit in enumerate(units[:share])]
    there: set[Line] = set()

    async def opened(unit: Unit, call_from: str) -> None:
        if await unit.open(host, port, udp=asked.udp, near=call_from):
            there.add(unit.line)

    await _all((opened(*head) for head in heads), AT_ONCE)
    alive = [unit for unit in units if unit.line in there]
    await _all((unit.heartbeat() for unit in alive), UNDER_WAY)
    if alive:
        await _all((alive[n % len(alive)].fire(n // len(alive) + 1) for n in range(asked.storm)), UNDER_WAY)
    report.seconds = time.monotonic() - begun
    with contextlib.suppress(asyncio.CancelledError):
        if asked.stay:
            await _all((unit.stay(asked.stay) for unit in alive), asked.count)
    for unit in alive:
        await unit.close()
    return report


async def _all(work: Iterable[Coroutine[None, None, None]], most: int) -> None:
    """Everything, at most so many at the same time: a hundred thousand tasks at once would be half a gigabyte."""
    waiting = iter(work)

    async def one_after_another() -> None:
        for one in waiting:
            await one

    await asyncio.gather(*(one_after_another() for _ in range(most)))
