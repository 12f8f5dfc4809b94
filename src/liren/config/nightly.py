"""Once a day, after midnight, every door of the county is looked at; the worker's chore, so that nobody has to remember."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import structlog

from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.people import queries as people
from liren.people.commands import CheckCoverage
from liren.places import queries as places
from liren.trust import gate

HERE = ZoneInfo("Asia/Shanghai")
FROM_HOUR = 1
log = structlog.get_logger()


def look(now: datetime) -> bool:
    """Take today's look if it is due and nobody has taken it; True when it was taken now. The key makes two workers one."""
    local, house, county = now.astimezone(HERE), the_house("nightly"), places.county()
    if county is None or local.hour < FROM_HOUR or people.checked(house, county, local.date()):
        return False
    key = uuid5(NAMESPACE_URL, f"liren-coverage:{county}:{local.date()}")
    try:
        answer = gate.execute(CheckCoverage(area=county, day=local.date()), actor=house, now=now, key=key)
    except Refusal as refusal:
        log.warning("doors not looked at, trying again", trouble=refusal.sentence)
        return False
    if not answer["doors"]:
        return False
    log.info("doors looked at", day=str(local.date()), **answer)
    return True
