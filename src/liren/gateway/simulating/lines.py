"""What made-up units speak through: a TCP connection of one unit or of many (a concentrator), or a UDP socket of many."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol

from liren.gateway.codec import Bad
from liren.gateway.gb26875.frame import Frame
from liren.gateway.gb26875.stream import Stream

OPENED_S = 10.0
PER_ADDRESS = 3_000
"""Lines from one of this machine's own addresses: the gateway lets 4,096 in, and each has 28,000 ports."""


class Unit(Protocol):
    """Whoever listens on a line, by the six bytes of its address."""

    source: bytes

    def took(self, frame: Frame) -> None: ...


class Line(asyncio.Protocol, asyncio.DatagramProtocol):
    """`write` sends a frame of any of its units; what comes back goes to the unit it is addressed to."""

    def __init__(self) -> None:
        self.units: dict[bytes, Unit] = {}
        self._stream = Stream()
        self._transport: Any = None

    async def open(self, host: str, port: int, *, udp: bool = False, near: str = "") -> None:
        """Raises OSError or TimeoutError. `near` is an address of this machine to call from."""
        loop, from_ = asyncio.get_running_loop(), (near, 0) if near else None
        made: Coroutine[Any, Any, tuple[Any, Any]] = (
            loop.create_datagram_endpoint(lambda: self, local_addr=from_, remote_addr=(host, port))
            if udp
            else loop.create_connection(lambda: self, host, port, local_addr=from_)
        )
        self._transport, _ = await asyncio.wait_for(made, OPENED_S)
        self.write = self._transport.sendto if udp else self._transport.write

    def data_received(self, data: bytes) -> None:
        for frame in self._stream.feed(data, time.monotonic()):
            if not isinstance(frame, Bad) and (unit := self.units.get(frame.destination)) is not None:
                unit.took(frame)

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.data_received(data)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def near(host: str, n: int, *, udp: bool) -> str:
    """The address from which the n-th line calls: on this machine another one for every few thousand lines, elsewhere any."""
    if not host.startswith("127."):
        return ""
    return f"127.0.1.{1 + n % 250}" if udp else f"127.0.0.{1 + n // PER_ADDRESS}"
