"""What an address asks of a page of the office: the day and the area, today and the widest of the viewer when it says nothing."""

from datetime import date, datetime

from liren.kernel import Actor, AreaCode
from liren.web.attempt import Typed
from liren.web.display import SHANGHAI
from liren.web.office import choices


def day_of(asked: Typed, now: datetime) -> date:
    """The day a page is asked for, today when it is not."""
    on = asked.day("on", optional=True)
    return on.date() if on else now.astimezone(SHANGHAI).date()


def area_of(asked: Typed, actor: Actor) -> AreaCode:
    """The area a page is asked for, the viewer's widest when it is not."""
    widest = AreaCode(choices.widest(actor))
    return (choices.read_area(asked, "area") or widest) if asked.text("area") else widest
