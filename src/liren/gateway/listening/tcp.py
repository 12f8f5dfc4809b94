"""One device's TCP connection: bytes in, frames to the keeper, a confirmation out when a frame is committed."""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from liren.devices.intake import Came
from liren.gateway.codec import Bad, Codec
from liren.gateway.listening.limits import BURST, DENIALS_S, FRAMES_S, Pace
from liren.gateway.listening.sources import Line, Sources
from liren.kernel.ids import new_id

IDLE_S = 600.0
"""A connection that says nothing for ten minutes is closed; its device comes again."""
TICK_S = 1.0
PAUSED_S = 0.05


class Connection(Line, asyncio.Protocol):
    """One connection. `room` is the listener it belongs to, which knows the keeper, the sources and the limits."""

    __slots__ = ("_denials", "_let_in", "_pace", "_paused", "heard_at", "room", "stream", "transport")

    def __init__(self, room: "Room") -> None:
        super().__init__(room.name, "")
        self.room = room
        self.heard_at = 0.0
        self._denials: Pace | None = None
        self._let_in = self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self.peer = sys.intern(str(peer[0])) if peer else ""
        self._let_in = self.room.sources.lines.enter(self.peer)
        if not self._let_in:
            self.room.turned_away += 1
            self.transport.abort()
            return
        self.heard_at = time.monotonic()
        self.stream = self.room.codec.stream()
        self._pace = Pace(FRAMES_S, BURST, self.heard_at)
        self.room.open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._let_in:
            self.room.sources.lines.leave(self.peer)
        self.room.open.discard(self)
        self.room.sources.gone(self)

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
                self.room.frame(one, self)
        over = self._pace.take(len(found), now)
        if over > 0 or self.room.keeper.full:
            self._pause(max(over, PAUSED_S))

    def _deny(self, bad: Bad, now: float) -> None:
        self.room.sources.denied(self)
        if self._denials is None:
            self._denials = Pace(DENIALS_S, DENIALS_S, now)
        if bad.deny and not self._denials.take(1, now):
            self.send(bad.deny)

    def send(self, content: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(content)

    def here(self, now: datetime) -> bool:
        return not self.transport.is_closing()

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
    """A listener: one codec on one port. `standard` says what is kept, what is answered, and what answers an order: that goes `back`."""

    def __init__(self, name: str, codec: Codec, sources: Sources, keeper: Any, standard: Any) -> None:
        self.name, self.codec, self.sources, self.keeper = name, codec, sources, keeper
        self.wire = f"{codec.standard}:{codec.version}"
        self.keeps, self.answers, self.returns = standard.keeps, standard.answers, standard.returns
        self.back: Callable[[Any], None] = lambda frame: None
        self.open: set[Connection] = set()
        self.turned_away = 0

    def frame(self, frame: Any, line: Line) -> None:
        """What says something is kept and confirmed after the commit; a heartbeat is confirmed and noted."""
        self.sources.heard(frame.source, line)
        line.centre = frame.destination
        if not self.keeps(frame):
            self.done(frame, line)
            return
        at = line.at or datetime.now(UTC)
        came = Came(
            id=new_id(), received_at=at, wire=self.wire, listener=line.listener, peer=line.peer, source=frame.source,
            key=frame.key, raw=frame.raw,
        )  # fmt: skip
        self.keeper.keep(came, partial(self.done, frame, line))

    def done(self, frame: Any, line: Line) -> None:
        """Kept, or nothing to keep: say so where its standard wants an answer."""
        if self.answers(frame):
            line.send(self.codec.confirm(frame, datetime.now(UTC)))
        elif self.returns(frame):
            self.back(frame)

    async def ticking(self) -> None:
        """Once a second: unfinished frames and silent connections."""
        while True:
            await asyncio.sleep(TICK_S)
            now = time.monotonic()
            for connection in tuple(self.open):
                connection.tick(now)
