"""Who is connected, and what was heard of them since the database was last told."""

from datetime import UTC, datetime, timedelta

from liren.devices.intake import Heard
from liren.gateway.listening.limits import Lines

NOBODY = bytes(6)
REACHED = timedelta(minutes=10)
"""Whoever has said nothing for ten minutes may be behind another address by now."""


class Line:
    """Something that a source speaks through and can be answered on: what was heard of it since the last note.

    Slots and plain numbers, because thousands of these wait in memory.
    """

    __slots__ = ("at", "centre", "denied", "frames", "listener", "peer", "source")

    def __init__(self, listener: str, peer: str) -> None:
        self.listener, self.peer = listener, peer
        self.source = b""
        self.centre = NOBODY
        self.at: datetime | None = None
        self.frames = self.denied = 0

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
        self._noted: list[Heard] = []

    def heard(self, source: bytes, line: Line) -> None:
        """A frame came. A line on which another source speaks now (a concentrator) is noted for the one before."""
        if source != line.source:
            if line.frames or line.denied:
                self._noted.append(self._note(line))
            line.source = source
        if not (line.frames or line.denied):
            self._touched.append(line)
        self.at[source] = line
        line.frames += 1
        line.at = datetime.now(UTC)

    def denied(self, line: Line) -> None:
        """Nonsense on a line whose source is known; what comes before the first frame belongs to nobody."""
        if line.source:
            if not (line.frames or line.denied):
                self._touched.append(line)
            line.denied += 1

    def gone(self, line: Line) -> None:
        if self.at.get(line.source) is line:
            del self.at[line.source]

    def news(self) -> list[Heard]:
        """What was heard since the last call, one for each source; called on the loop."""
        touched, self._touched = self._touched, []
        noted, self._noted = self._noted, []
        latest = {one.source: one for one in noted}
        for line in touched:
            if line.frames or line.denied:
                latest[line.source] = self._note(line)
        return list(latest.values())

    def _note(self, line: Line) -> Heard:
        note = Heard(
            wire=self.wire, source=line.source, listener=line.listener, peer=line.peer, at=line.at or datetime.now(UTC),
            frames=line.frames, denied=line.denied,
        )  # fmt: skip
        line.frames = line.denied = 0
        return note
