"""The worker: drains deliveries and timers, sends mail, says that it is alive. Ends on SIGTERM after its batch.

Alarms have a loop of their own in it: a letter that is slow to send, or two hundred deliveries, must not hold a fire back.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import FrameType

import django
import structlog

BUSY, IDLE, URGENT, BEAT = 0.0, 0.08, 0.04, 2.0
STORM, OTHERS_WAIT = 100, 2.0
"""So many frames read at once are a storm; seconds that other deliveries wait for it."""
SWITCH_S = 0.0005
"""How long one loop computes before the other gets its turn: with the usual 5 ms each answer of the database would wait as long."""
log = structlog.get_logger()


def clock() -> datetime:
    """The server's time: read at the door, passed in from here on."""
    return datetime.now(UTC)


class Worker:
    """One loop, and one beside it for `urgent` work; as many processes as wanted may run it."""

    def __init__(self, chores: list[tuple[float, Callable[[], object]]], urgent: Callable[[], int]) -> None:
        self.stopping = False
        self.chores, self.urgent = chores, urgent
        self.storm, self.delivered_at = False, 0.0
        self.done_at = [0.0] * len(chores)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Until told to stop. Raises whatever the urgent work broke on, unless it was the database that went away."""
        with ThreadPoolExecutor(1, "alarms") as pool:
            beside = pool.submit(self._again_and_again, self._urgent, URGENT)
            beside.add_done_callback(lambda _: self.stop(0, None))
            try:
                self._again_and_again(self._whole, IDLE)
            finally:
                self.stopping = True
        beside.result()

    def _again_and_again(self, work: Callable[[], int], idle: float) -> None:
        """Work, and rest only when there was nothing to do; while the database is away, ask again."""
        from django.db import Error, close_old_connections, connection

        while not self.stopping:
            try:
                done = work()
            except Error as error:
                log.warning("database not reachable, trying again", error=str(error).strip())
                connection.close()
                done = 0
                time.sleep(0.5)
            close_old_connections()
            time.sleep(BUSY if done else idle)
        connection.close()

    def _whole(self) -> int:
        """In a storm this loop helps the urgent one; what else is to be delivered waits meanwhile, at most OTHERS_WAIT."""
        from liren.config.chores import alarm_cases
        from liren.trust import deliveries

        done = alarm_cases()
        if not done and (not self.storm or time.monotonic() - self.delivered_at > OTHERS_WAIT):
            done = deliveries.drain(clock) + deliveries.ring(clock)
            self.delivered_at = time.monotonic()
        self._chores()
        return done

    def _urgent(self) -> int:
        done = self.urgent()
        self.storm = done >= STORM
        return done

    def _chores(self) -> None:
        for n, (period, work) in enumerate(self.chores):
            if time.monotonic() - self.done_at[n] >= period:
                self.done_at[n] = time.monotonic()
                work()


def main() -> int:
    """Run until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    from liren.config.chores import CHORES, alarms
    from liren.trust import heartbeat

    worker = Worker([(BEAT, lambda: heartbeat.beat("worker")), *CHORES], alarms)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    sys.setswitchinterval(SWITCH_S)
    log.info("worker started", pid=os.getpid())
    worker.run()
    return 0
