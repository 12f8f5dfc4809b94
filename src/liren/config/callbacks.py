"""The draws of every town, a chore of the worker: seeds a week ahead, a draw when its day is due, the seed when the calls
are over; after a week without a worker the missed days are made up.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from liren.cases.commands.followup import CommitSeed, DrawCallBacks, RevealSeed
from liren.cases.queries import followup
from liren.cases.rules.callbacks import AHEAD, today
from liren.kernel import AreaCode, Command, Refusal
from liren.kernel.actor import the_house
from liren.kernel.area import Level
from liren.places import queries as places
from liren.trust import gate

HOUSE = "callbacks"
log = structlog.get_logger()


def step(now: datetime) -> int:
    """Do what is due; how many orders it took. Keys come from town and day, so two workers do it once."""
    done = 0
    for name, order in _due(now):
        try:
            gate.execute(order, actor=the_house(HOUSE), now=now, key=uuid5(NAMESPACE_URL, f"liren-callbacks:{name}"))
        except Refusal as refusal:
            log.warning("a draw was refused, trying again", draw=name, trouble=refusal.sentence)
            continue
        done += 1
    return done


def draw_of(town: str, day: object) -> UUID:
    """The id of a town's draw for one day."""
    return uuid5(NAMESPACE_URL, f"liren-draw:{town}:{day}")


def _due(now: datetime) -> Iterator[tuple[str, Command]]:
    """Days that were missed, days without a seed in the week to come, days to draw, seeds to publish, in this order: the
    seed that a missed day follows from is still shut when it is used.
    """
    house = the_house(HOUSE)
    for town, day, follows in followup.missed(house, now):
        yield f"seed:{town}:{day}", CommitSeed(draw=draw_of(town, day), town=AreaCode(town), day=day, follows=follows)
    ready = followup.ready(house, now)
    for town, _name in places.below(house, "", Level.TOWN):
        for ahead in range(1, AHEAD + 1):
            day = today(now) + timedelta(days=ahead)
            if (town, day) not in ready:
                yield f"seed:{town}:{day}", CommitSeed(draw=draw_of(town, day), town=AreaCode(town), day=day)
    for draw in followup.to_draw(house, now):
        yield f"draw:{draw}", DrawCallBacks(draw=draw)
    for draw in followup.to_reveal(house, now):
        yield f"reveal:{draw}", RevealSeed(draw=draw)
