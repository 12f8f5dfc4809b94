"""The worker's two loops: urgent work goes on while another chore is slow, and whatever breaks it ends the process."""

import threading
import time

import pytest

from liren.config.worker import Worker


def test_urgent_work_goes_on_while_a_chore_is_slow(db):
    done, slow = [], threading.Event()

    def urgent() -> int:
        done.append(time.monotonic())
        if len(done) == 5:
            slow.set()
        return 0

    worker = Worker([(0.0, lambda: (slow.wait(10), worker.stop(15, None)))], urgent)
    worker.run()
    assert len(done) >= 5


def test_what_breaks_the_urgent_work_ends_the_worker(db):
    worker = Worker([], lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        worker.run()
