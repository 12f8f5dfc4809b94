"""Group commit: frames of all connections are kept together, and nobody is told before the commit that his arrived.

One thread owns the database connection. It takes what has gathered (a batch is at most BATCH frames, and waits at most
GATHER_S for company), keeps it in one statement, then lets the listeners confirm. While the database is away nothing is
confirmed and nothing forgotten: frames wait here up to FULL, then listeners stop reading and devices send again later.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from liren.devices.intake import Came, Heard
from liren.gateway.listening.store import Error, Store

BATCH, GATHER_S, FULL = 1024, 0.004, 20_000
AWAY_S = 0.5
HEARD_S = 1.0
Told = Callable[[], None]
log = logging.getLogger(__name__)


class Keeper:
    """Owns the thread. `keep` is called on the loop; its `told` is called on the loop after the commit, in order."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store, heard: Callable[[], list[Heard]]) -> None:
        self._loop, self._store, self._heard = loop, store, heard
        self._waiting: deque[tuple[Came, Told]] = deque()
        self._some, self._stopping = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self._asking: Future[list[Heard]] | None = None
        self.kept = self.batches = 0

    def start(self) -> None:
        self._thread.start()

    def keep(self, came: Came, told: Told) -> None:
        self._waiting.append((came, told))
        self._some.set()

    @property
    def full(self) -> bool:
        """Whether listeners should stop reading."""
        return len(self._waiting) >= FULL

    def stop(self) -> None:
        """Keep what has gathered, then end. Called when the listeners are closed."""
        self._stopping = True
        self._some.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        """Whatever breaks this thread ends the process, which is started again: a gateway that keeps nothing must not live."""
        try:
            self._run()
        except Exception:
            log.exception("frames can't be kept any more, ending")
            os.kill(os.getpid(), signal.SIGTERM)

    def _run(self) -> None:
        noted = time.monotonic()
        while not (self._stopping and not self._waiting):
            self._some.wait(HEARD_S)
            if self._waiting and len(self._waiting) < BATCH and not self._stopping:
                time.sleep(GATHER_S)
            self._some.clear()
            try:
                while self._waiting:
                    self._batch()
                if time.monotonic() - noted >= HEARD_S or self._stopping:
                    noted = time.monotonic()
                    self._note()
            except Error as error:
                log.warning("database not reachable, %s frames wait: %s", len(self._waiting), str(error).strip())
                self._store.close()
                if self._stopping:
                    return
                time.sleep(AWAY_S)
                self._some.set()
        self._store.close()

    def _note(self) -> None:
        """Who was heard, and that the gateway is alive."""
        said = self._asked()
        for n in range(0, len(said), BATCH):
            self._store.hear(said[n : n + BATCH])
        self._store.beat()

    def _asked(self) -> list[Heard]:
        """Who was heard, asked on the loop, where it is written; nothing once the loop is over."""
        if not self._loop.is_running():
            return []
        if self._asking is None:
            answer = self._asking = Future[list[Heard]]()
            self._loop.call_soon_threadsafe(lambda: answer.set_result(self._heard()))
        try:
            said = self._asking.result(timeout=HEARD_S)
        except TimeoutError:
            return []  # the loop has its hands full; its answer is taken in the next round
        self._asking = None
        return said

    def _batch(self) -> None:
        """Keep the first of the line; they leave it only when they are committed."""
        batch = [self._waiting[n] for n in range(min(BATCH, len(self._waiting)))]
        self._store.keep([came for came, _ in batch])
        for _ in batch:
            self._waiting.popleft()
        self.kept += len(batch)
        self.batches += 1
        self._loop.call_soon_threadsafe(_tell, [told for _, told in batch])


def _tell(told: Sequence[Told]) -> None:
    for one in told:
        one()
