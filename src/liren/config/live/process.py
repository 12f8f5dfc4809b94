"""The events process itself: one loop for the lines, one thread that reads the journal, one that asks who comes in."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog
from django.db import Error, connection

from liren.config.live.line import Line
from liren.config.live.reading import Reading
from liren.config.supervisor.limits import many_files
from liren.kernel import Actor
from liren.web.live import door
from liren.web.live.hub import Hub, Listener, Since

POLL_S, ALONE_S = 0.05, 0.25
"""How often the journal is read: with open pages, and without any."""

HEARTBEAT_S = 15.0
RECHECK_S, LOOK_ROUND_S = 45.0, 5.0
"""A session or a duty that ran out is noticed within a minute; a revocation by its own entry, at once."""

log = structlog.get_logger()
T = TypeVar("T")


class Events:
    """One process. `run` returns when told to stop."""

    def __init__(self) -> None:
        self.hub = Hub()
        self._ready = asyncio.Event()
        self._revocations = 0
        self._reader = ThreadPoolExecutor(1, "journal")
        self._doorman = ThreadPoolExecutor(1, "door")

    async def run(self, place: Path, stop: asyncio.Event) -> None:
        """Serve on a Unix socket. Raises OSError when it can't be made, and whatever a part of it ended with."""
        server = await asyncio.get_running_loop().create_unix_server(self._line, sock=listening(place), backlog=1024)
        parts = [asyncio.create_task(part) for part in (self._read(), self._beat(), self._recheck())]
        stopped = asyncio.create_task(stop.wait())
        log.info("events started", pid=os.getpid())
        ended, _ = await asyncio.wait([stopped, *parts], return_when=asyncio.FIRST_COMPLETED)
        place.unlink(missing_ok=True)
        server.close()
        for part in (*parts, stopped):
            part.cancel()
        for listener in tuple(self.hub.listeners):
            listener.close()
        for pool in (self._reader, self._doorman):
            pool.submit(let_go)
            pool.shutdown(wait=False)
        for part in ended:
            part.result()

    # ---- lines --------------------------------------------------------------------------------------------------

    def _line(self) -> Line:
        return Line(self._enter, self._gone, self._drained)

    async def _enter(self, line: Line, cookie: str, since: Since | None) -> None:
        await self._ready.wait()
        actor = await self._ask(cookie)
        if actor is None:
            line.refuse()
            return
        line.listener = Listener(actor, line.transport.write, line.transport.close, cookie, time.monotonic())
        self.hub.join(line.listener, since)

    def _gone(self, line: Line) -> None:
        if line.listener is not None:
            self.hub.leave(line.listener)

    def _drained(self, line: Line) -> None:
        if line.listener is not None:
            self.hub.caught_up(line.listener)

    # ---- rounds -------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        reading = Reading()
        while True:
            began = time.monotonic()
            news = await self._with_database(self._reader, partial(reading.read, self.hub.accounts()))
            if not self._ready.is_set():
                self.hub.begin(news.at, reading.since, news.heard)
                self._ready.set()
            else:
                if news.actors is not None:
                    self._revocations += 1
                    self.hub.recast(news.actors)
                self.hub.publish(news.at, news.heard)
            pause = POLL_S if self.hub.listeners else ALONE_S
            await asyncio.sleep(max(pause / 4, pause - (time.monotonic() - began)))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self.hub.beat()

    async def _recheck(self) -> None:
        """Ask for each listener in turn whether its session still holds."""
        while True:
            await asyncio.sleep(LOOK_ROUND_S)
            due = [one for one in self.hub.listeners if time.monotonic() - one.checked > RECHECK_S]
            for listener in due:
                listener.checked = time.monotonic()
                actor = await self._ask(listener.cookie)
                if listener not in self.hub.listeners:
                    continue
                if actor is None or actor.account != listener.actor.account:
                    self.hub.dismiss(listener)
                else:
                    listener.actor = actor

    async def _ask(self, cookie: str) -> Actor | None:
        """Who this is; asked once more when rights changed meanwhile, so that nobody comes in with yesterday's."""
        while True:
            before = self._revocations
            actor = await self._with_database(self._doorman, lambda: door.comes_in(cookie))
            if before == self._revocations:
                return actor

    async def _with_database(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        """Do something in a thread, again and again while the database is away."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await loop.run_in_executor(pool, work)
            except Error as error:
                log.warning("database not reachable, trying again", error=str(error).strip())
                await loop.run_in_executor(pool, let_go)
                await asyncio.sleep(0.5)


def let_go() -> None:
    """Close this thread's connection."""
    connection.close()


def listening(place: Path) -> socket.socket:
    """A Unix socket at this place, for its owner only; one that a killed process left behind is replaced."""
    with suppress(FileNotFoundError):
        place.unlink()
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(place))
    place.chmod(0o600)
    return made


def main() -> int:
    """Run until SIGTERM or SIGINT, at the place that LIREN_EVENTS names."""
    many_files()
    place = Path(os.environ["LIREN_EVENTS"])

    async def serve() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await Events().run(place, stop)

    asyncio.run(serve())
    return 0
