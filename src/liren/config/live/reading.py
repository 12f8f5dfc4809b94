"""What the journal has brought since the last look, ready to be said. Runs in a thread of its own."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import heartbeat
from liren.trust.accounts import actors_of
from liren.trust.tail import Line, Tail
from liren.web.live import feeds
from liren.web.live.feeds import Heard
from liren.web.live.hub import KEPT

BEAT_S = 2.0


@dataclass(frozen=True, slots=True)
class News:
    """Everything committed before `at` has been said with this; `actors` are the listeners' rights when some changed."""

    at: datetime
    heard: list[Heard]
    actors: dict[UUID, Actor] | None


class Reading:
    """`read` again and again; a database that went away loses nothing, the next look brings it."""

    def __init__(self) -> None:
        self.since = datetime.now(UTC) - KEPT
        self._tail = Tail(feeds.names(), self.since)
        self._lines: list[Line] = []
        self._beat_at = 0.0

    def read(self, listening: Iterable[UUID]) -> News:
        """Raises django.db.Error."""
        if time.monotonic() - self._beat_at > BEAT_S:
            heartbeat.beat("events")
            self._beat_at = time.monotonic()
        at, lines = self._tail.read()
        self._lines += lines
        changed = any(line.name in feeds.RIGHTS for line in self._lines)
        actors = actors_of(list(listening)) if changed else None
        heard = feeds.heard(self._lines) if self._lines else []
        self._lines = []
        return News(at, heard, actors)
