"""附近的摄像头 on the page of a case: only while cameras are open to this very viewer."""

from datetime import datetime

from liren.cases import queries as cases
from liren.devices.queries import views
from liren.devices.queries.views import OfferCard
from liren.devices.rules.cameras import HEALTH
from liren.kernel import Actor
from liren.web.display import Clock, worded


def nearby(viewer: Actor, card: cases.CaseCard, now: datetime) -> list[tuple[OfferCard, Clock]]:
    """The cameras with how each fares; nothing is asked of the database without the right."""
    if card.as_reporter or card.case.closed_at is not None:
        return []
    return [
        (one, Clock("okay" if one.health == "online" else "hold" if one.health == "unknown" else "late", worded(HEALTH[one.health])))
        for one in views.offers_for(viewer, card.case.id, now)
    ]  # fmt: skip
