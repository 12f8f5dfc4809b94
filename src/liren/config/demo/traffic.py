"""Live traffic: reports, handles, verifies and rates through the gate, at LIREN_TRAFFIC acts a minute (0: none).

Before the first act it builds the zone, beside the pages that answer already; with LIREN_TRAFFIC=0 there is neither.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import django
import structlog

if TYPE_CHECKING:
    from liren.config.demo.stage import Stage

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
    from liren.config.demo import town, zone, zone_build
    from liren.config.demo.cast import ZONE_CREW
    from liren.config.demo.stage import Stage, spots

    zone_build.ensure()
    stages = [Stage(spots(town.generate()), "live"), Stage(spots(zone.generate().town), "live", ZONE_CREW)]
    _play(stages, 60 / pace)
    return 0


def _rest() -> int:
    while True:
        time.sleep(3600)


def _play(stages: "list[Stage]", pause: float) -> None:
    """Now here, now there: a new report in one of the towns, or the next step of one that waits."""
    from django.db import Error, connection

    from liren.config.demo.play import Step, next_step
    from liren.kernel import Refusal

    rng = random.Random()
    waiting: list[tuple[datetime, Step]] = []
    began = datetime.now(UTC).isoformat()
    n = 0
    while True:
        now = datetime.now(UTC)
        due = next((w for w in waiting if w[0] <= now), None)
        try:
            if due is None and len(waiting) < OPEN_MOST:
                n += 1
                thread = rng.choice(stages).report(f"traffic:{began}:{n}", rng, now)
            elif due is not None:
                waiting.remove(due)
                thread = stages[0].act(due[1], now)
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
