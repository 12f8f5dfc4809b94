"""A gateway of the test's own on free ports, and devices that speak to it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from liren.gateway.gb26875 import frame
from liren.gateway.gb26875.frame import SEND, Frame, build, parse
from liren.gateway.listening.book import Book
from liren.gateway.listening.process import Gateway
from liren.gateway.listening.store import Store
from liren.gateway.mqtt.broker import Broker

CENTRE = (88888).to_bytes(6, "little")


@contextmanager
def gateway(url: str, book: Book | None = None, broker: Broker | None = None) -> Iterator[tuple[Gateway, int, int]]:
    """(gateway, TCP port, UDP port), running on a loop of its own thread; stopped as SIGTERM stops it. Orders go down from the `book`."""
    made: dict[str, object] = {}
    begun = threading.Event()

    async def serve() -> None:
        stop, door = asyncio.Event(), Gateway(Store(url), book, broker)
        made.update(stop=stop, door=door, loop=asyncio.get_running_loop())
        running = asyncio.create_task(door.run([("127.0.0.1", 0)], [("127.0.0.1", 0)], stop))
        await door.ready.wait()
        begun.set()
        await running

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert begun.wait(10)
    door = made["door"]
    try:
        yield door, door.doors[0][1], door.doors[1][1]
    finally:
        made["loop"].call_soon_threadsafe(made["stop"].set)
        thread.join(15)
        assert not thread.is_alive()


@contextmanager
def process(url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`liren gateway` in a process of its own, once it listens; ended as SIGTERM ends it. Several may share the port."""
    words = [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", f"127.0.0.1:{port}"]
    made = subprocess.Popen(words, env={**os.environ, "LIREN_DATABASE_URL": url}, stderr=subprocess.PIPE)
    assert made.stderr is not None
    try:
        while b"gateway started" not in (line := made.stderr.readline()):
            assert line, "the gateway did not start"
        rest = threading.Thread(target=made.stderr.read, daemon=True)
        rest.start()
        yield made
    finally:
        made.send_signal(signal.SIGTERM)
        ended = made.wait(20)
        rest.join(5)
        made.stderr.close()
    assert ended == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Device:
    """A transmission device on a TCP line: it numbers its frames from 0 and reads what comes back."""

    def __init__(self, port: int, number: int = 889) -> None:
        self.source = number.to_bytes(6, "little")
        self.serial = 0
        self.line = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._held = b""

    def frame(self, unit: bytes = b"", command: int = SEND, serial: int | None = None) -> bytes:
        if serial is None:
            serial, self.serial = self.serial, self.serial + 1
        return build(command, unit, serial=serial, source=self.source, destination=CENTRE, at=datetime.now(UTC))

    def send(self, content: bytes) -> None:
        self.line.sendall(content)

    def answer(self) -> Frame:
        """The next frame that comes back."""
        while len(self._held) < frame.SHORTEST or len(self._held) < self._size():
            more = self.line.recv(4096)
            assert more, "the line was closed"
            self._held += more
        size = self._size()
        one, self._held = self._held[:size], self._held[size:]
        got = parse(one)
        assert isinstance(got, Frame), got
        return got

    def _size(self) -> int:
        return frame.SHORTEST + int.from_bytes(self._held[24:26], "little")

    def close(self) -> None:
        self.line.close()

    def __enter__(self) -> "Device":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
