"""附近的摄像头 on the page of a case: open while there is an offer to this very viewer; before the dispatch only where they stand."""

from datetime import datetime
from typing import Any

from liren.cases import queries as cases
from liren.devices.queries import cameras, views
from liren.devices.queries.cameras import Near
from liren.devices.queries.views import OfferCard
from liren.devices.rules.cameras import HEALTH
from liren.devices.rules.purposes import opened_by
from liren.kernel import Actor
from liren.web.display import Clock, worded


def nearby(viewer: Actor, card: cases.CaseCard, now: datetime) -> dict[str, Any]:
    """`nearby` are open to the viewer; `standing` will be when a case of public safety that waits for its dispatch is sent."""
    if card.as_reporter or card.case.closed_at is not None:
        return {}
    found = [(one, _health(one)) for one in views.offers_for(viewer, card.case.id, now)]
    return {"nearby": found, "standing": [] if found else _standing(viewer, card, now)}


def _standing(viewer: Actor, card: cases.CaseCard, now: datetime) -> list[tuple[Near, Clock]]:
    """Nothing is asked of the database for other kinds, after the dispatch, or without the right."""
    case = card.case
    if case.dispatched_at or card.lon is None or card.lat is None or not viewer.holds(cameras.SEE):
        return []
    if not opened_by(views.purposes(viewer, case.scope, now), case.kind):
        return []
    bounds = views.bounds(viewer, case.scope, now)
    found = cameras.near(viewer, card.lon, card.lat, radius=bounds.radius, most=bounds.most)
    return [(one, _health(one)) for one in found]


def _health(one: OfferCard | Near) -> Clock:
    state = {"online": "okay", "unknown": "hold"}.get(one.health, "late")
    return Clock(state, worded(HEALTH[one.health]))
