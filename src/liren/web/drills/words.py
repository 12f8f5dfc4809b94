"""Drills in words and shapes, for every page that shows them."""

from datetime import datetime

from django.utils.translation import gettext as _

from liren.devices.queries.drills import DrillCard
from liren.web import where
from liren.web.display import Clock, moment_words, time_words, worded

SHAPES = {"planned": "hold", "running": "soon", "overdue": "late", "ended": "done", "cancelled": "done"}


def standing(card: DrillCard, now: datetime) -> Clock:
    """Where a drill stands."""
    return Clock(SHAPES[card.state(now)], worded(card.state_label(now)))


def span(card: DrillCard, now: datetime) -> str:
    """今天 14:00 到 16:00; an early end is the one that counts."""
    until = card.ended_at if card.ended_at and card.ended_at < card.ends_at else card.ends_at
    return _("%(since)s 到 %(until)s") % {"since": moment_words(card.starts_at, now), "until": time_words(until)}


def line(card: DrillCard, now: datetime) -> dict[str, object]:
    """One drill as a row."""
    return {
        "card": card, "standing": standing(card, now), "span": span(card, now), "area": where.long(card.area),
        "purpose": worded(card.purpose_label),
    }  # fmt: skip
