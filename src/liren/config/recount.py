"""When next year's holidays are published, the worker counts open cases anew: nobody has to remember it."""

from datetime import datetime
from typing import Any

import structlog

from liren.cases import queries as cases
from liren.cases.commands import RecountClocks
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import gate

log = structlog.get_logger()


def step(now: datetime) -> dict[str, Any] | None:
    """Recount up to a thousand open cases under the calendar in force; None when there is nothing to recount.

    What is found is what is left to do, so a worker that dies leaves nothing half done and two of them do no harm.
    """
    house, county = the_house("recount"), places.county()
    if county is None or not cases.outdated(house, county, now, 1):
        return None
    try:
        answer = gate.execute(RecountClocks(area=county), actor=house, now=now, key=new_id())
    except Refusal as refusal:
        log.warning("clocks not recounted, trying again", trouble=refusal.sentence)
        return None
    log.info("clocks recounted", **answer)
    return answer
