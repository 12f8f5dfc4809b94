"""The worker: drains deliveries and timers, sends mail, says that it is alive. Ends on SIGTERM after its batch."""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

import django
import structlog

BUSY, IDLE, BEAT = 0.0, 0.08, 2.0
log = structlog.get_logger()


def clock() -> datetime:
    """The server's time: read at the door, passed in from here on."""
    return datetime.now(UTC)


class Worker:
    """One loop; as many processes as wanted may run it."""

    def __init__(self, chores: list[tuple[float, Callable[[], object]]]) -> None:
        self.stopping = False
        self.chores = chores
        self.done_at = [0.0] * len(chores)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        from django.db import Error, close_old_connections, connection

        from liren.trust import deliveries

        while not self.stopping:
            try:
                done = deliveries.drain(clock) + deliveries.ring(clock)
                self._chores()
            except Error as error:
                log.warning("database not reachable, trying again", error=str(error).strip())
                connection.close()
                done = 0
                time.sleep(0.5)
            close_old_connections()
            time.sleep(BUSY if done else IDLE)

    def _chores(self) -> None:
        for n, (period, work) in enumerate(self.chores):
            if time.monotonic() - self.done_at[n] >= period:
                self.done_at[n] = time.monotonic()
                work()


def main() -> int:
    """Run until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    from liren.config.chores import CHORES
    from liren.trust import heartbeat

    worker = Worker([(BEAT, lambda: heartbeat.beat("worker")), *CHORES])
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    log.info("worker started", pid=os.getpid())
    worker.run()
    return 0
