"""Orders down, after the wire: chores of the worker that note what gateways wrote, end what nobody carries or answers, and
ask the duty rooms whose turn it is.

Nothing is decided twice: an exchange is claimed by whoever notes it, a turn of a schedule is one order of one id.
"""

from datetime import datetime
from uuid import uuid5

import structlog
from django.conf import settings

from liren.catalogue import queries as catalogue
from liren.devices.commands import EndPostCheck, NoteDown, OrderDown
from liren.devices.queries import checks, orders
from liren.devices.rules.checks import FAMILY, Schedule, Turn, turns
from liren.kernel import Code, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate

HOUSE = the_house("orders")
MOST = 500
log = structlog.get_logger()


def step(now: datetime, *, mode: str = "live") -> int:
    """Note what was written and end what is over; how many orders had news. In a `replay` no flow answers."""
    words = [
        NoteDown(order=word.order, how=Code(word.how), at=word.at, exchange=word.id)
        for word in orders.words(HOUSE, MOST)
    ]
    words += [NoteDown(order=order, how=Code(how), at=now) for order, how in orders.overdue(HOUSE, now, MOST - 1)]
    if words:
        gate.execute_many(words, actor=HOUSE, now=now, key=new_id(), mode=mode)
    over = checks.unanswered(HOUSE, now, MOST)
    for order in over:
        gate.execute(EndPostCheck(order=order), actor=HOUSE, now=now, key=uuid5(order, "unanswered"), mode=mode)
    return len(words) + len(over)


def ask(now: datetime) -> int:
    """Ask the duty rooms whose minute has come; how many. A worker that slept through the minute asks when it wakes, while
    the window is open; a window that is over is not made up for."""
    due: list[tuple[checks.Room, Turn]] = []
    schedules: dict[str, list[Schedule]] = {}
    for room in checks.to_ask(HOUSE, now):
        if room.area not in schedules:
            schedules[room.area] = [e.spec for e in catalogue.entries(FAMILY, area=room.area, at=now)]
        found = turns(schedules[room.area], device=room.device, key=settings.SECRET_KEY.encode(), now=now)
        due += [(room, turn) for turn in found if turn.at <= now]
    taken = checks.asked(HOUSE, (turn.slot for _, turn in due)) if due else set()
    return sum(_asked(room, turn, now) for room, turn in due if (room.device, turn.slot) not in taken)


def _asked(room: checks.Room, turn: Turn, now: datetime) -> bool:
    order = uuid5(room.device, turn.slot)
    command = OrderDown(
        order=order, device=room.device, what=Code("post_check"), minutes=turn.minutes, why=Code("schedule"), slot=turn.slot
    )  # fmt: skip
    try:
        gate.execute(command, actor=HOUSE, now=now, key=new_id())
    except Refusal as no:
        log.warning("a duty room was not asked", device=str(room.device), slot=turn.slot, because=no.code)
        return False
    return True
