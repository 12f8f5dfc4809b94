"""Transmission units of GB/T 26875.3 over TCP: each its own connection, heartbeats, then a storm of fires; what was confirmed."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from liren.gateway.codec import Bad
from liren.gateway.gb26875.frame import CONFIRM, DENY, SEND, Frame, build, label
from liren.gateway.gb26875.stream import Stream
from liren.gateway.simulating.answering import Answers

CENTRE = (88888).to_bytes(6, "little")
FIRE = 0b10
ANSWER_S, TRIES = 10.0, 3
"""How long a device waits for its confirmation and how often it sends (clause 6.5)."""
HEARTBEAT_S = 30.0
AT_ONCE = 200
"""Connections that are opened at the same time."""


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
    """One device on one line. It sends a frame again after ten seconds, three times, under the same serial."""

    def __init__(self, number: int, report: Report) -> None:
        self.source = number.to_bytes(6, "little")
        self.report, self.serial = report, 0
        self._stream = Stream()
        self._waits: dict[int, asyncio.Future[int]] = {}
        self.answers, self._pressing = Answers(), set[asyncio.Task[None]]()

    async def open(self, host: str, port: int) -> bool:
        try:
            self.reader, self.writer = await asyncio.wait_for(asyncio.open_connection(host, port), ANSWER_S)
        except (OSError, TimeoutError):
            self.report.refused += 1
            return False
        self.report.connected += 1
        self._listening = asyncio.create_task(self._listen())
        return True

    async def close(self) -> None:
        for task in (self._listening, *self._pressing):
            task.cancel()
        self.writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self.writer.wait_closed()

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
                self.writer.write(raw)
                await self.writer.drain()
                command = await asyncio.wait_for(answer, ANSWER_S)
            except (OSError, TimeoutError):
                continue
            if command == CONFIRM:
                self.report.confirmed += 1
                self.report.latencies.append(time.monotonic() - begun)
                return
            self.report.denied += 1
        self.report.silent += 1

    async def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while chunk := await self.reader.read(4096):
                for frame in self._stream.feed(chunk, time.monotonic()):
                    if isinstance(frame, Bad):
                        continue
                    if frame.command not in (CONFIRM, DENY):
                        self._obey(frame)
                        continue
                    waiting = self._waits.pop(frame.serial, None)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(frame.command)

    def _obey(self, frame: Frame) -> None:
        """Answer an order; where it rings, somebody presses the button a while later."""
        if said := self.answers.to(frame, datetime.now(UTC)):
            self.report.orders += 1
            self.writer.write(said)
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


async def simulate(host: str, port: int, *, count: int, storm: int, first: int, stay: float = 0.0) -> Report:
    """`count` devices connect and say that they live; then `storm` fires at once, spread over them. `first` is the first number.

    They stay for so many seconds after that and answer orders.
    """
    report = Report()
    units = [Unit(first + n, report) for n in range(count)]
    begun = time.monotonic()
    opened: list[Unit] = []
    for n in range(0, count, AT_ONCE):
        part = units[n : n + AT_ONCE]
        there = await asyncio.gather(*(unit.open(host, port) for unit in part))
        opened += [unit for unit, is_there in zip(part, there, strict=True) if is_there]
    await asyncio.gather(*(unit.heartbeat() for unit in opened))
    if opened:
        await asyncio.gather(*(opened[n % len(opened)].fire(n // len(opened) + 1) for n in range(storm)))
    report.seconds = time.monotonic() - begun
    await asyncio.gather(*(unit.stay(stay) for unit in opened))
    await asyncio.gather(*(unit.close() for unit in opened))
    return report
