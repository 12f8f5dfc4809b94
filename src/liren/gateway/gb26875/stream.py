"""The bytes of one connection cut into frames, whatever lies between them.

Nothing that a header declares is believed before start, length, end and checksum agree; after any failure the search goes
on one byte further; an unfinished frame is given up after five seconds, or a false start could hold real alarms back.
"""

from datetime import UTC, datetime

from liren.gateway.codec import Bad
from liren.gateway.gb26875.frame import DENY, HEAD, SHORTEST, START, UNIT_MAX, Frame, answer, parse

UNFINISHED_S = 5.0
HELD_MAX = 4096
LENGTH = 24
"""Where the two bytes of the length stand."""


class Stream:
    """Cuts frames out. Holds at most HELD_MAX bytes; the same bytes give the same frames however they are chunked."""

    __slots__ = ("_held", "_silent", "_since")

    def __init__(self) -> None:
        self._held = bytearray()
        self._since = 0.0
        self._silent = 0
        """Bytes of a bad frame still to pass before another one is denied: it is denied once, not at every byte."""

    def feed(self, chunk: bytes, now: float) -> list[Frame | Bad]:
        if not self._held and isinstance(whole := parse(chunk), Frame):
            return [whole]
        found: list[Frame | Bad] = []
        for n in range(0, len(chunk), HELD_MAX // 2):
            if not self._held:
                self._since = now
            self._held += chunk[n : n + HELD_MAX // 2]
            self._cut(found, now)
        return found

    def tick(self, now: float) -> list[Frame | Bad]:
        """Give an unfinished frame up that has waited too long, and read on behind its first byte."""
        found: list[Frame | Bad] = []
        if self._held and now - self._since >= UNFINISHED_S:
            self._drop(1)
            self._cut(found, now)
            self._since = now
        return found

    def _cut(self, found: list[Frame | Bad], now: float) -> None:
        held = self._held
        while True:
            at = held.find(START)
            if at < 0:
                self._drop(len(held) - (held[-1:] == START[:1]))
                return
            if at:
                self._drop(at)
            if len(held) < HEAD.size:
                return
            length = int.from_bytes(held[LENGTH : LENGTH + 2], "little")
            size = SHORTEST + length
            if length <= UNIT_MAX and len(held) < size:
                return
            frame = "length" if length > UNIT_MAX else parse(bytes(held[:size]))
            if isinstance(frame, Frame):
                found.append(frame)
                self._drop(size)
                self._silent = 0
            else:
                if self._silent <= 0:
                    found.append(Bad(reason=frame, deny=answer(bytes(held[: HEAD.size]), DENY, datetime.now(UTC))))
                    self._silent = HEAD.size if length > UNIT_MAX else size
                self._drop(1)
            self._since = now

    def _drop(self, count: int) -> None:
        del self._held[:count]
        self._silent -= count
