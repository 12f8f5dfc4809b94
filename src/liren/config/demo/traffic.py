"""Live traffic: reports, handles, verifies and rates through the gate, at LIREN_TRAFFIC acts a minute (0: none)."""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

import django
import structlog

from liren.config.demo.town import Town

log = structlog.get_logger()
PACE = 6.0
OPEN_MOST = 40
HURRY = 0.004


def main() -> int:
    """Play until the supervisor ends us. A case's hours pass in seconds; the clocks it runs under do not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    pace = float(os.environ.get("LIREN_TRAFFIC", PACE))
    if pace <= 0:
        return _rest()
    from liren.config.demo import town

    made = town.generate()
    _play(made, 60 / pace)
    return 0


def _rest() -> int:
    while True:
        time.sleep(3600)


def _play(made: Town, pause: float) -> None:
    from django.db import Error, connection

    from liren.config.demo.play import Step, next_step
    from liren.config.demo.stage import Stage, spots
    from liren.kernel import Refusal

    rng = random.Random()
    stage = Stage(spots(made), "live")
    waiting: list[tuple[datetime, Step]] = []
    began = datetime.now(UTC).isoformat()
    n = 0
    while True:
        now = datetime.now(UTC)
        due = next((w for w in waiting if w[0] <= now), None)
        try:
            if due is None and len(waiting) < OPEN_MOST:
                n += 1
                thread = stage.report(f"traffic:{began}:{n}", rng, now)
            elif due is not None:
                waiting.remove(due)
                thread = stage.act(due[1], now)
            else:
                thread = None
            step = next_step(thread, rng) if thread else None
            if step is not None:
                waiting.append((now + timedelta(hours=step.hours * HURRY), step))
        except Refusal as no:
            log.info("traffic was refused", why=no.sentence)
        except Error as error:
            log.warning("traffic waits for the database", why=str(error).strip())
            connection.close()
        time.sleep(pause * rng.uniform(0.5, 1.5))


if __name__ == "__main__":
    sys.exit(main())
