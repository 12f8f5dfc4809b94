"""SIP's doors: a datagram is a message, a connection is cut into messages by Content-Length (RFC 3261 §18.3)."""

import asyncio
import time
from collections.abc import Callable
from typing import cast

from liren.gateway.gb28181.body import MOST
from liren.gateway.gb28181.lines import Way
from liren.gateway.listening.limits import BURST, FRAMES_S, Lines, Pace

HEAD_MOST = 16 * 1024
IDLE_S = 600.0
PACES = 10_000
LINES = 256
"""Connections from one address: a town's recorders stand behind a few."""
Take = Callable[[bytes, Way], None]


class Datagram(Way):
    """The way back to where a datagram came from."""

    __slots__ = ("_transport",)

    def __init__(self, transport: asyncio.DatagramTransport, address: tuple[str, int]) -> None:
        super().__init__("udp", str(address[0]), int(address[1]))
        self._transport = transport

    def send(self, content: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(content, (self.peer, self.port))


class Datagrams(asyncio.DatagramProtocol):
    """Datagrams of all devices; what comes too fast from one address is dropped, and sent again by its device."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._paces: dict[str, Pace] = {}
        self.dropped = 0
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        way, now = Datagram(self.transport, address), time.monotonic()
        if way.peer not in self._paces:
            if len(self._paces) >= PACES:
                del self._paces[next(iter(self._paces))]
            self._paces[way.peer] = Pace(FRAMES_S, BURST, now)
        if self._paces[way.peer].take(1, now):
            self.dropped += 1
        elif data.strip():
            self._take(data, way)


class Cutter:
    """Bytes of a connection to messages. Holds one message at most."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, chunk: bytes) -> list[bytes]:
        """The messages that are whole now. Raises ValueError for what is none: a head without end, a body beyond MOST."""
        self._held += chunk
        found = []
        while (end := self._end()) is not None:
            found.append(bytes(self._held[:end]))
            del self._held[:end]
        return found

    def _end(self) -> int | None:
        while self._held[:2] == b"\r\n":
            del self._held[:2]
        head = self._held.find(b"\r\n\r\n", 0, HEAD_MOST)
        if head < 0:
            if len(self._held) >= HEAD_MOST:
                raise ValueError("no end of the head")
            return None
        end = head + 4 + _length(bytes(self._held[:head]))
        return end if len(self._held) >= end else None


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, text = line.partition(b":")
        if name.strip().lower() in (b"content-length", b"l"):
            number = text.strip()
            if not number.isdigit() or len(number) > 9 or int(number) > MOST:
                raise ValueError("no length that is taken")
            return int(number)
    return 0


class Connections:
    """The connections that are open, and how many each address holds."""

    def __init__(self, take: Take) -> None:
        self.take, self.lines = take, Lines(LINES)
        self.open: set[Connection] = set()

    def tick(self) -> None:
        """Close what is silent."""
        now = time.monotonic()
        for one in tuple(self.open):
            if now - one.heard_at > IDLE_S:
                one.transport_.close()

    def close(self) -> None:
        for one in tuple(self.open):
            one.transport_.close()


class Connection(Way, asyncio.Protocol):
    """One device's connection: its messages come and its answers go over it."""

    __slots__ = ("_all", "_cutter", "_let_in", "_pace", "heard_at", "transport_")

    def __init__(self, connections: Connections) -> None:
        super().__init__("tcp", "", 0)
        self._all, self._cutter, self._let_in = connections, Cutter(), False
        self.heard_at = time.monotonic()
        self._pace = Pace(FRAMES_S, BURST, self.heard_at)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport_ = cast(asyncio.Transport, transport)
        self.peer, self.port = transport.get_extra_info("peername")[:2]
        self._let_in = self._all.lines.enter(self.peer)
        if self._let_in:
            self._all.open.add(self)
        else:
            self.transport_.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self._all.open.discard(self)
        if self._let_in:
            self._all.lines.leave(self.peer)

    def data_received(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        try:
            found = self._cutter.feed(data)
        except ValueError:
            self.transport_.abort()
            return
        for one in found:
            self._all.take(one, self)
        if wait := self._pace.take(len(found), self.heard_at):
            self.transport_.pause_reading()
            asyncio.get_running_loop().call_later(wait, self._resume)

    def _resume(self) -> None:
        if not self.transport_.is_closing():
            self.transport_.resume_reading()

    def send(self, content: bytes) -> None:
        if not self.transport_.is_closing():
            self.transport_.write(content)
