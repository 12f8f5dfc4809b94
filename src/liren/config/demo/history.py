"""Days or weeks of history, replayed through the gate in the order in which it would have happened."""

import heapq
import random
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import structlog

from liren.config.demo.play import Step, next_step
from liren.config.demo.stage import Stage
from liren.kernel import Refusal

log = structlog.get_logger()
CASES = 160
DAYS = 10
SHANGHAI = ZoneInfo("Asia/Shanghai")
AWAKE = (7, 21)
IN_HAND = 4
"""The latest reports lie with the demonstration's own keeper, not yet seen to: her day is never empty."""


def write(stage: Stage, name: str, seed: int, until: datetime, cases: int = CASES, days: int = DAYS) -> int:
    """Replay the history up to `until`; the number of cases. Keys come from names, so a second run adds nothing."""
    rng = random.Random(seed)
    since = until - timedelta(days=days)
    moments = sorted(_awake(since + (until - since) * rng.random()) for _ in range(cases))
    queue: list[tuple[datetime, int, int, Step | None]] = []
    order = count()
    for n, at in enumerate(moments):
        heapq.heappush(queue, (min(at, until), next(order), n, None))
    while queue:
        at, _, n, step = heapq.heappop(queue)
        chance = random.Random(f"{seed}:{n}:{step.after.steps if step else 'report'}")
        try:
            waits = bool(stage.home) and n >= cases - IN_HAND
            thread = stage.act(step, at) if step else stage.report(f"{name}:{n}", chance, at, at_home=waits)
        except Refusal as no:
            log.warning(
                "history was refused", case=n, order=type(step.command).__name__ if step else "report", why=no.sentence
            )
            continue
        following = None if waits else next_step(thread, chance)
        if following is not None:
            later = _awake(at + timedelta(hours=following.hours))
            if later < until:
                heapq.heappush(queue, (later, next(order), n, following))
    return cases


def _awake(moment: datetime) -> datetime:
    """The same moment, or the next morning when people sleep."""
    local = moment.astimezone(SHANGHAI)
    if AWAKE[0] <= local.hour < AWAKE[1]:
        return moment
    morning = local.replace(hour=AWAKE[0], minute=local.minute)
    return (morning if local.hour < AWAKE[0] else morning + timedelta(days=1)).astimezone(moment.tzinfo)
