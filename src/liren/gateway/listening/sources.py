"""Who is connected, and what was heard of them since the database was last told."""

from datetime import UTC, datetime, timedelta

from liren.devices.intake import Heard
from liren.gateway.listening.limits import Lines

MOST = 200_000
"""Sources that one process remembers the way to; whoever invents new ones makes it forget the oldest, not grow."""
NOBODY = bytes(6)
REACHED = timedelta(minutes=10)
"""Whoever has said nothing for ten minutes may be behind another address by now."""


class Line:
    """Something that a source speaks through and can be answered on: what was heard of it since the last note.

    Slots and plain numbers, because thousands of these wait in memory.
    """

    __slots__ = ("at", "centre", "denied", "frames", "listener", "others", "peer", "source")

    def __init__(self, listener: str, peer: str) -> None:
        self.listener, self.peer = listener, peer
        self.source = b""
        self.centre = NOBODY
        self.at: datetime | None = None
        self.frames = self.denied = 0
        self.others: set[bytes] | None = None
        """Who else spoke on it: a concentrator's units."""

    def send(self, content: bytes) -> None:
        raise NotImplementedError

    def here(self, now: datetime) -> bool:
        """Whether an order sent now has a chance to arrive."""
        return self.at is not None and now - self.at <= REACHED


class Sources:
    """Every source that has said something, by its raw identity."""

    def __init__(self, wire: str, lines: Lines | None = None) -> None:
        self.wire, self.lines = wire, lines or Lines()
        self.at: dict[bytes, Line] = {}
        self._touched: list[Line] = []
        self._noted: dict[bytes, Heard] = {}

    def heard(self, source: bytes, line: Line) -> None:
        """A frame came. A line on which another source speaks now (a concentrator) is noted for the one before."""
        if source != line.source:
            if line.source:
                self._another(line)
            line.source = source
        if not (line.frames or line.denied):
            self._touched.append(line)
        if len(self.at) >= MOST and source not in self.at:
            del self.at[next(iter(self.at))]
        self.at[source] = line
        line.frames += 1
        line.at = datetime.now(UTC)

    def _another(self, line: Line) -> None:
        """What was heard of the one who spoke on a line before is noted apart."""
        self._add(line, self._noted)
        if line.others is None or len(line.others) >= MOST:
            line.others = set()
        line.others.add(line.source)

    def denied(self, line: Line) -> None:
        """Nonsense on a line whose source is known; what comes before the first frame belongs to nobody."""
        if line.source:
            if not (line.frames or line.denied):
                self._touched.append(line)
            line.denied += 1

    def gone(self, line: Line) -> None:
        for source in (line.source, *(line.others or ())):
            if self.at.get(source) is line:
                del self.at[source]

    def news(self) -> list[Heard]:
        """What was heard since the last call, one for each source; called on the loop."""
        touched, self._touched = self._touched, []
        noted, self._noted = self._noted, {}
        for line in touched:
            self._add(line, noted)
        return list(noted.values())

    def _add(self, line: Line, noted: dict[bytes, Heard]) -> None:
        """What was heard of a line's source is counted to what was noted of it already."""
        if not (line.frames or line.denied):
            return
        before = noted.get(line.source)
        noted[line.source] = Heard(
            wire=self.wire, source=line.source, listener=line.listener, peer=line.peer, at=line.at or datetime.now(UTC),
            frames=line.frames + (before.frames if before else 0), denied=line.denied + (before.denied if before else 0),
        )  # fmt: skip
        line.frames = line.denied = 0
