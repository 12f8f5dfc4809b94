"""Where an order stands as shape, colour and words, for those who see to it."""

from datetime import datetime

from django.utils.translation import gettext as _

from liren.services.rules.stations import BY_CODE
from liren.web.display import Clock, clock_words

GOOD = ("confirmed", "rated")


def mark(state: str, due_at: datetime | None, now: datetime) -> Clock:
    """等人接单，还有 3 小时; what has ended well is done, what ended otherwise stands still."""
    station = BY_CODE[state]
    label = _(station.label)
    if station.terminal:
        return Clock("done" if state in GOOD else "hold", label)
    left = clock_words(due_at, now) if due_at else Clock("okay", "")
    return Clock(left.state, "，".join(filter(None, (label, left.words))))
