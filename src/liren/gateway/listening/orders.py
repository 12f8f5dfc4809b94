"""Orders go down the lines that this process holds: sent, waited for, sent again, and written down as it went.

A device has one order under way. What answers is matched by its source and serial: a reply to a request, a confirmation
to a control, a denial to either (clause 6.5). Nothing here decides what an order came to; that is read out of what was
written (`devices/ordering.py`), so that a process that dies in between leaves nothing half true.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from liren.devices.outgoing import Taken, Word
from liren.gateway.gb26875.down import ANSWER_S, TRIES, Order, ends, order_for
from liren.gateway.gb26875.frame import CONFIRM, DENY
from liren.gateway.listening.sources import Line, Sources
from liren.gateway.listening.store import Error

EVERY_S, AWAY_S = 0.25, 0.5
log = logging.getLogger(__name__)


class Book(Protocol):
    """What is to go down and how it went; see `book.py`. Each may raise Error, and is called again then."""

    def waiting(self) -> list[bytes]: ...
    def take(self, sources: Sequence[bytes]) -> list[Taken]: ...
    def tell(self, words: Sequence[Word]) -> None: ...
    def close(self) -> None: ...


@dataclass(slots=True)
class Under:
    """An order under way: what ends it, and who waits for that."""

    order: Taken
    ends: int
    answer: "asyncio.Future[Any]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Orders:
    """`answer_s` seconds are waited for an answer, and an order is sent `tries` times."""

    def __init__(
        self, sources: Sources, book: Book, *, answer_s: float = ANSWER_S, tries: int = TRIES, every_s: float = EVERY_S
    ) -> None:
        self._sources, self._book = sources, book
        self._answer_s, self._tries, self._every_s = answer_s, tries, every_s
        self._under: dict[bytes, Under] = {}
        self._carried: dict[bytes, asyncio.Task[None]] = {}
        self._words: list[Word] = []

    async def run(self) -> None:
        """Take and tell until cancelled; then what is under way goes back into the line for another process."""
        try:
            while True:
                try:
                    await self.step()
                except Error as error:
                    log.warning("orders wait, database not reachable: %s", str(error).strip())
                    await asyncio.to_thread(self._book.close)
                    await asyncio.sleep(AWAY_S)
                await asyncio.sleep(self._every_s)
        finally:
            for task in self._carried.values():
                task.cancel()
            await asyncio.gather(*self._carried.values(), return_exceptions=True)
            try:
                await asyncio.to_thread(self._tell)
            except Error as error:
                log.warning("what became of %s orders is not written: %s", len(self._words), str(error).strip())
            self._book.close()

    async def step(self) -> None:
        """Write what happened, then take what waits for devices that are connected and have nothing under way. Raises Error."""
        if self._words:
            await asyncio.to_thread(self._tell)
        waiting, now = await asyncio.to_thread(self._book.waiting), datetime.now(UTC)
        free = [source for source in waiting if source not in self._carried and self._line(source, now)]
        for order in await asyncio.to_thread(self._book.take, free) if free else ():
            self._carried[order.source] = asyncio.create_task(self._carry(order))

    def back(self, frame: Any) -> None:
        """Something came back from a device: the answer to its order, or to nothing that is under way."""
        under = self._under.get(frame.source)
        if under is None or under.answer.done() or frame.serial != under.order.serial:
            return
        if frame.command in (under.ends, DENY):
            under.answer.set_result(frame)

    async def _carry(self, order: Taken) -> None:
        try:
            await self._attempts(order)
        except asyncio.CancelledError:
            self._say(order, "lost")
            raise
        except Exception:  # an order that trips over itself must not leave its device busy for ever
            log.exception("an order could not be sent: %s", order.what)
            self._say(order, "refused")
        finally:
            self._under.pop(order.source, None)
            self._carried.pop(order.source, None)

    async def _attempts(self, order: Taken) -> None:
        last = "silent"
        for _ in range(self._tries):
            now = datetime.now(UTC)
            line = self._line(order.source, now)
            if line is None:
                self._say(order, "lost")
                return
            frame = await self._once(order, line, now)
            if frame is not None and frame.command != DENY:
                self._say(order, "confirmed" if frame.command == CONFIRM else "replied", frame.raw)
                return
            if frame is not None:
                self._say(order, "denied", frame.raw)
            last = "silent" if frame is None else "refused"
        self._say(order, last)

    def _line(self, source: bytes, now: datetime) -> Line | None:
        """The line on which a device is reached now."""
        line = self._sources.at.get(source)
        return line if line is not None and line.here(now) else None

    async def _once(self, order: Taken, line: Line, now: datetime) -> Any:
        """Send it and wait; the frame that came back, None for silence. A clock is set to now, not to the first try."""
        content: Order = order_for(order.what, order.minutes, now)
        raw = content.frame(serial=order.serial, centre=line.centre, device=order.source, at=now)
        under = self._under[order.source] = Under(order, ends(content.command))
        self._say(order, "sent", raw)
        line.send(raw)
        try:
            return await asyncio.wait_for(under.answer, self._answer_s)
        except TimeoutError:
            return None

    def _say(self, order: Taken, how: str, raw: bytes = b"") -> None:
        self._words.append(Word(order=order.order, at=datetime.now(UTC), how=how, raw=raw))

    def _tell(self) -> None:
        """Write what has gathered; it leaves the list when it is committed."""
        words = self._words[:]
        if words:
            self._book.tell(words)
            del self._words[: len(words)]
