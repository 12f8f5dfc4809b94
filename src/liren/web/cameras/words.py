"""How cameras and views are said on a page: health, filing, days kept, as a mark with its words."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from liren.devices.queries.cameras import CameraCard
from liren.devices.rules.cameras import HEALTH
from liren.web.display import SHANGHAI, Clock, worded

SHAPES = {"online": "okay", "unknown": "hold"}


def health(card: CameraCard) -> Clock:
    """The mark of how a camera answers."""
    return Clock(SHAPES.get(card.health, "late"), worded(HEALTH[card.health]))


def filing(card: CameraCard, today: date) -> Clock:
    """Filed, to be filed by a day (it, its change or its end), or overdue (art. 14)."""
    due = card.filing_due
    if due is None:
        return Clock("done", _("已备案"))
    left = (due - today).days
    if left < 0:
        return Clock("late", _("备案超期 %(n)d 天") % {"n": -left})
    said = _("%(n)d 天内备案") if card.filing == "new" else _("%(n)d 天内备变更")
    return Clock("soon" if left <= 7 else "okay", said % {"n": left})


def retention(card: CameraCard, today: date) -> Clock:
    """Whether somebody looked in the last quarter that recordings are kept as long as they must (art. 17)."""
    left = (card.retention_due - today).days
    if left < 0:
        return Clock("late", _("该核对保存天数了"))
    return Clock("okay", _("%(day)s 前再核对") % {"day": card.retention_due.isoformat()})


def today_of(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
