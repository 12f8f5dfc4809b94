"""Who is connected and what was heard of them since the database was last told; and orders that wait for an answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from liren.devices.intake import Heard
from liren.gateway.listening.limits import Lines

MOST = 200_000
"""Sources remembered between two notes; whoever makes identities up faster is counted, not remembered."""


class Speaks(Protocol):
    """A connection one can send to."""

    def send(self, content: bytes) -> None: ...


class Sources:
    """Every source that has said something, by its raw identity."""

    def __init__(self, wire: str, lines: Lines | None = None) -> None:
        self.wire, self.lines = wire, lines or Lines()
        self.at: dict[bytes, Speaks] = {}
        self.on_answer: Callable[[Any], None] = lambda frame: None
        self._since: dict[bytes, list[Any]] = {}

    def heard(self, source: bytes, line: Speaks, listener: str, peer: str, at: datetime) -> None:
        self.at[source] = line
        if (noted := self._since.get(source)) is not None:
            noted[0], noted[1], noted[2] = listener, peer, at
            noted[3] += 1
        elif len(self._since) < MOST:
            self._since[source] = [listener, peer, at, 1, 0]

    def denied(self, source: bytes, listener: str, peer: str) -> None:
        """Nonsense on a line whose source is known; what comes before the first frame belongs to nobody."""
        if source:
            self._since.setdefault(source, [listener, peer, datetime.now(UTC), 0, 0])[4] += 1

    def answered(self, frame: Any) -> None:
        """A device may have answered an order; whoever waits for it is told."""
        self.on_answer(frame)

    def gone(self, source: bytes, line: Speaks) -> None:
        if self.at.get(source) is line:
            del self.at[source]

    def news(self) -> list[Heard]:
        """What was heard since the last call; called from the keeper's thread (the dictionary is swapped in one step)."""
        since, self._since = self._since, {}
        return [
            Heard(wire=self.wire, source=source, listener=listener, peer=peer, at=at, frames=frames, denied=denied)
            for source, (listener, peer, at, frames, denied) in since.items()
        ]
