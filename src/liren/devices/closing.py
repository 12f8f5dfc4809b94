"""A chore: once a month has passed, its register of views is closed into a file, town by town; the key makes two workers one."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from liren.devices.commands.law import SealViewMonth
from liren.devices.queries import months
from liren.devices.rules.law import month_before
from liren.kernel.actor import the_house
from liren.trust import gate

HOUSE = the_house("nightly")


def step(now: datetime) -> int:
    """Close last month where it is open still; how many towns."""
    month = month_before(now)
    towns = months.open_towns(HOUSE, month) if month else ()
    for town in towns:
        assert month is not None, "a town is open for a month"
        key = uuid5(NAMESPACE_URL, f"liren-views:{town}:{month}")
        gate.execute(SealViewMonth(area=town, month=month), actor=HOUSE, now=now, key=key)
    return len(towns)
