"""What this process knows of the register of devices: every account, read anew each second, and what it has to tell in return.

All in memory, so that a flood of invented numbers costs the database nothing, and its absence stops nobody who signed in.
"""

import asyncio
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from liren.catalogue.worktime import SHANGHAI
from liren.devices import signalling
from liren.devices.signalling import Account, Statement

POLL_S = 1.0
MOST = 10_000
OPTIONS = "-c lock_timeout=2s -c statement_timeout=10s"
log = logging.getLogger(__name__)


class Memory:
    """Owns a thread and its connection. `told` gets the accounts on the loop, first as soon as they can be read."""

    def __init__(self, url: str, loop: asyncio.AbstractEventLoop, told: Callable[[dict[str, Account]], None]) -> None:
        self._url, self._loop, self._told = url, loop, told
        self._link: psycopg.Connection[dict[str, Any]] | None = None
        self._lines: deque[Statement] = deque(maxlen=MOST)
        self._dropped: Counter[tuple[str, date]] = Counter()
        self._lock, self._some, self._stopping = threading.Lock(), threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="sip-memory", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, then end."""
        self._stopping = True
        self._some.set()
        self._thread.join(timeout=10)

    def write(self, statement: Statement) -> None:
        """Have a statement run soon, in order."""
        self._lines.append(statement)
        self._some.set()

    def drop(self, number: str) -> None:
        """Count one more notice that is not kept."""
        with self._lock:
            self._dropped[number, datetime.now(SHANGHAI).date()] += 1

    def _run(self) -> None:
        while True:
            over = self._stopping
            self._some.clear()
            try:
                self._round()
            except psycopg.Error as error:
                log.warning("database not reachable, %s notes wait: %s", len(self._lines), str(error).strip())
                self._close()
            if over:
                self._close()
                return
            self._some.wait(POLL_S)

    def _round(self) -> None:
        if self._link is None or self._link.closed:
            self._link = psycopg.connect(
                self._url,
                autocommit=True,
                prepare_threshold=1,
                options=OPTIONS,
                connect_timeout=5,
                row_factory=dict_row,
            )
        while self._lines:
            try:
                self._link.execute(*self._lines[0])
            except psycopg.DataError:
                log.exception("a note could not be written")
            self._lines.popleft()
        with self._lock:
            counts, self._dropped = self._dropped, Counter()
        if counts:
            self._link.execute(*signalling.dropped(counts))
        rows = self._link.execute(*signalling.accounts()).fetchall()
        found = {row["number"]: Account(**row | {"ha1": bytes(row["ha1"])}) for row in rows}
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._told, found)

    def _close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def ends(now: datetime, seconds: int) -> datetime:
    """When what was granted is over."""
    return now.astimezone(UTC) + timedelta(seconds=seconds)
