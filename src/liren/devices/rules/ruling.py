"""Which rule of the catalogue speaks for an alarm: the first that fits its signal, its device and the hour. Pure."""

from collections.abc import Iterable
from datetime import datetime, time

from liren.catalogue.worktime import SHANGHAI
from liren.devices.kinds import HOURS, AlarmRule


def rule_for(rules: Iterable[AlarmRule], *, kind: str, device: str, at: datetime) -> AlarmRule | None:
    """The rule, None when none fits: then the alarm stays on the list."""
    clock = at.astimezone(SHANGHAI).time()
    for rule in sorted(rules, key=lambda r: (r.order, r.code)):
        fits = (not rule.signals or kind in rule.signals) and (not rule.devices or device in rule.devices)
        if fits and _in(rule.hours, clock):
            return rule
    return None


def _in(hours: str, clock: time) -> bool:
    """22:00-06:00 runs over midnight."""
    if not hours:
        return True
    found = HOURS.fullmatch(hours)
    if found is None:
        return False
    h1, m1, h2, m2 = map(int, found.groups())
    begin, end = time(h1, m1), time(h2, m2)
    return begin <= clock < end if begin < end else clock >= begin or clock < end
