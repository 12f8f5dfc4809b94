"""UDP: one frame a datagram, the same keeping and confirming; an answer goes back to where the datagram came from."""

import asyncio
import time
from typing import cast

from liren.gateway.codec import Bad
from liren.gateway.listening.limits import BURST, FRAMES_S, Pace
from liren.gateway.listening.sources import Line
from liren.gateway.listening.tcp import Room

PACES = 10_000
"""Addresses whose pace is remembered; the oldest is forgotten first."""


class Back(Line):
    """The way back to one address."""

    __slots__ = ("_address", "_transport")

    def __init__(self, listener: str, transport: asyncio.DatagramTransport, address: tuple[str, int]) -> None:
        super().__init__(listener, str(address[0]))
        self._transport, self._address = transport, address

    def send(self, content: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(content, self._address)


class Datagrams(asyncio.DatagramProtocol):
    """A listener's datagrams. What comes too fast from one address is dropped: its device sends it again."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.dropped = 0
        self._paces: dict[str, Pace] = {}
        self._transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        now, back = time.monotonic(), Back(self.room.name, self._transport, address)
        if self.room.keeper.full or self._pace(back.peer, now).take(1, now):
            self.dropped += 1
            return
        for one in self.room.codec.stream().feed(data, now):
            if isinstance(one, Bad):
                if one.deny:
                    back.send(one.deny)
                return
            self.room.frame(one, back)

    def _pace(self, peer: str, now: float) -> Pace:
        if peer not in self._paces:
            if len(self._paces) >= PACES:
                del self._paces[next(iter(self._paces))]
            self._paces[peer] = Pace(FRAMES_S, BURST, now)
        return self._paces[peer]
