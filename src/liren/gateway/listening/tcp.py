"""One device's TCP connection: bytes in, frames to the keeper, a confirmation out when a frame is committed."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any, cast

from liren.devices.intake import Came
from liren.gateway.codec import Bad, Codec
from liren.gateway.listening.limits import BURST, DENIALS_S, FRAMES_S, Pace
from liren.gateway.listening.sources import Sources
from liren.kernel.ids import new_id

IDLE_S = 600.0
"""A connection that says nothing for ten minutes is closed; its device comes again."""
TICK_S = 1.0
PAUSED_S = 0.05


class Line(asyncio.Protocol):
    """One connection. `room` is the listener it belongs to, which knows the keeper, the sources and the limits."""

    def __init__(self, room: "Room") -> None:
        self.room = room
        self.peer, self.heard_at, self.source = "", 0.0, b""
        self.transport: asyncio.Transport
        self._let_in = self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else ""
        self._let_in = self.room.sources.lines.enter(self.peer)
        if not self._let_in:
            self.room.turned_away += 1
            transport.abort()
            return
        now = time.monotonic()
        self.heard_at = now
        self.stream = self.room.codec.stream()
        self._pace, self._denials = Pace(FRAMES_S, BURST, now), Pace(DENIALS_S, DENIALS_S, now)
        self.room.open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._let_in:
            self.room.sources.lines.leave(self.peer)
        self.room.open.discard(self)
        self.room.sources.gone(self.source, self)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.heard_at = now
        self.take(self.stream.feed(data, now), now)

    def take(self, found: list[Any], now: float) -> None:
        """Frames to the keeper, nonsense denied; a source that says too much is read more slowly."""
        for one in found:
            if isinstance(one, Bad):
                self._deny(one, now)
            else:
                self._frame(one)
        over = self._pace.take(len(found), now)
        if over > 0 or self.room.keeper.full:
            self._pause(max(over, PAUSED_S))

    def _frame(self, frame: Any) -> None:
        room, at = self.room, datetime.now(UTC)
        self.source = frame.source
        room.sources.heard(frame.source, self, room.name, self.peer, at)
        if not room.keeps(frame):
            if room.answers(frame):
                self.send(room.codec.confirm(frame, at))
            room.sources.answered(frame)
            return
        came = Came(
            id=new_id(), received_at=at, wire=room.wire, listener=room.name, peer=self.peer, source=frame.source,
            key=frame.key, raw=frame.raw,
        )  # fmt: skip
        room.keeper.keep(came, lambda: self._kept(frame))

    def _kept(self, frame: Any) -> None:
        if self.room.answers(frame):
            self.send(self.room.codec.confirm(frame, datetime.now(UTC)))
        self.room.sources.answered(frame)

    def _deny(self, bad: Bad, now: float) -> None:
        self.room.sources.denied(self.source, self.room.name, self.peer)
        if bad.deny and not self._denials.take(1, now):
            self.send(bad.deny)

    def send(self, content: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(content)

    def _pause(self, seconds: float) -> None:
        if not self._paused and not self.transport.is_closing():
            self._paused = True
            self.transport.pause_reading()
            asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._paused = False
        if self.transport.is_closing():
            return
        if self.room.keeper.full:
            self._pause(PAUSED_S)
        else:
            self.transport.resume_reading()

    def tick(self, now: float) -> None:
        """Give an unfinished frame up, and a connection that is silent."""
        if now - self.heard_at > IDLE_S:
            self.transport.close()
        elif found := self.stream.tick(now):
            self.take(found, now)


class Room:
    """A listener: one codec on one port. `keeps` and `answers` say what its standard wants of a frame."""

    def __init__(self, name: str, codec: Codec, sources: Sources, keeper: Any, standard: Any) -> None:
        self.name, self.codec, self.sources, self.keeper = name, codec, sources, keeper
        self.wire = f"{codec.standard}:{codec.version}"
        self.keeps, self.answers = standard.keeps, standard.answers
        self.open: set[Line] = set()
        self.turned_away = 0

    async def ticking(self) -> None:
        """Once a second: unfinished frames and silent connections."""
        while True:
            await asyncio.sleep(TICK_S)
            now = time.monotonic()
            for line in tuple(self.open):
                line.tick(now)
