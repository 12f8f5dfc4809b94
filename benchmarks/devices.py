"""Many transmission devices in one process: lines, frames under way on each, and how long each answer took.

python -m benchmarks.devices PORT LINES WINDOW FRAMES prints one JSON line when all are answered and keeps its lines open
until its input ends.
"""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime

import uvloop

from liren.config.supervisor.limits import many_files
from liren.gateway.gb26875.frame import SEND, SHORTEST, build, label

CENTRE = (88888).to_bytes(6, "little")
WORDS = "三号楼二单元五层走廊感烟".encode("gb18030").ljust(31, b"\0")
RUN = os.getpid() % 60_000
PER_ADDRESS = 3_000
"""Lines from one address: the gateway lets 4,096 in."""


def fire(device: int, serial: int) -> bytes:
    """A component's fire with its words: 78 bytes, another point for every serial, so that none is a retransmission."""
    now = datetime.now(UTC)
    unit = (
        bytes((2, 1, 1, 1, 40))
        + serial.to_bytes(2, "little")
        + RUN.to_bytes(2, "little")
        + b"\2\0"
        + WORDS
        + label(now)
    )
    return build(SEND, unit, serial=serial & 0xFFFF, source=device.to_bytes(6, "little"), destination=CENTRE, at=now)


class Device(asyncio.Protocol):
    """One line that keeps `window` frames under way until it has sent its share."""

    def __init__(self, frames: list[bytes], window: int, done: asyncio.Future, took: list[float]) -> None:
        self.frames, self.window, self.done, self.took = frames, window, done, took
        self.next = self.answered = self.bytes = 0
        self.sent: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def start(self) -> None:
        self._send(self.window)

    def _send(self, count: int) -> None:
        batch = self.frames[self.next : self.next + count]
        if batch:
            self.sent += [time.perf_counter()] * len(batch)
            self.next += len(batch)
            self.transport.write(b"".join(batch))

    def data_received(self, data: bytes) -> None:
        whole, self.bytes = divmod(self.bytes + len(data), SHORTEST)
        if not whole:
            return
        now = time.perf_counter()
        self.took += [now - at for at in self.sent[self.answered : self.answered + whole]]
        self.answered += whole
        if self.answered == len(self.frames):
            self.done.set_result(None)
        else:
            self._send(whole)


async def main(port: int, lines: int, window: int, frames: int) -> None:
    loop = asyncio.get_running_loop()
    took: list[float] = []
    share = frames // lines
    made = [[fire(RUN * 10_000 + n, serial) for serial in range(share + (n < frames % lines))] for n in range(lines)]
    devices, dones = [], []
    for n in range(lines):
        done = loop.create_future()
        address = (f"127.0.0.{2 + n // PER_ADDRESS}", 0)
        _, device = await loop.create_connection(
            lambda n=n, done=done: Device(made[n], window, done, took), "127.0.0.1", port, local_addr=address
        )
        devices.append(device)
        dones.append(done)
    began = time.perf_counter()
    for device in devices:
        device.start()
    await asyncio.gather(*dones)
    seconds = time.perf_counter() - began
    took.sort()
    told = {"seconds": seconds, "p50": took[len(took) // 2] * 1e3, "p99": took[int(len(took) * 0.99)] * 1e3}
    print(json.dumps(told), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    many_files()
    uvloop.run(main(*map(int, sys.argv[1:5])))
