"""附近类似的事: what was reported close by, so coarse that nobody learns who or where exactly; and joining one of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.cases.queries import neighbours
from liren.cases.rules.joining import squares
from liren.kernel import Actor
from liren.places import queries as places
from liren.web.display import Clock, day_words
from liren.web.resident import choices, standing
from liren.web.resident.draft import Draft

GRID = 15


@dataclass(frozen=True, slots=True)
class Card:
    """One case as a stranger sees it: kind, rough place, when, how far it has come, how many said it, why it is shown."""

    kind: str
    where: str
    when: str
    clock: Clock
    said: str
    why: str = ""


def look(request: HttpRequest, draft: Draft) -> list[Card]:
    """Cases of the same kind close by; their ids stay in the draft, the page only counts them.

    Nothing without a point, and nothing once this place has been answered for.
    """
    now: datetime = request.now  # type: ignore[attr-defined]
    point = _point(request, draft)
    if point is None:
        return []
    kind, _spec = choices.of(draft, now)
    question = f"{kind} {squares(point[0])[0]:.4f} {squares(point[1])[0]:.4f}"
    if draft.alike_for == question:
        return []
    draft.alike_for, draft.same_as, draft.alike = question, "", []
    if not consume(request, action="nearby"):
        return []
    found = neighbours.close_by(request.actor, kind, *point, now)  # type: ignore[attr-defined]
    draft.alike = [str(one.id) for one in found]
    return [card(one, now) for one in found]


def again(request: HttpRequest, draft: Draft) -> list[Card]:
    """The cases that were shown before, as they stand now."""
    if not draft.alike:
        return []
    draft.alike_for = ""
    kept = draft.same_as
    shown = look(request, draft)
    draft.same_as = kept if kept in draft.alike else ""
    return shown


def choose(draft: Draft, which: str) -> None:
    """Join the case at this place of the list; anything else means that none of them is it."""
    place = int(which) if which.isascii() and which.isdigit() else len(draft.alike)
    draft.same_as = draft.alike[place] if place < len(draft.alike) else ""


def card(one: neighbours.StreetCase, now: datetime) -> Card:
    """A case in the words for strangers: the grid, never a house; the day, never the hour."""
    others = _("另外还有 %(n)d 人反映") % {"n": one.others} if one.others else ""
    mark = standing.mark(one.state, one.confirm, None, now)
    near = _("就在您说的那一片") if one.here else _("在旁边一片")
    why = _("同一类，%(near)s，还没有办完") % {"near": near}
    return Card(one.kind_label, places.name_path(one.scope[:GRID]), day_words(one.reported_at, now), mark, others, why)


def shared(viewer: Actor, case: UUID, now: datetime) -> dict[str, object] | None:
    """How far the case has come that one's own report was folded into; None for a report that stands alone."""
    one = neighbours.folded_into(viewer, case)
    if one is None:
        return None
    shown = card(one, now)
    clock = standing.mark(one.state, "none", one.next_due_at, now)
    holder = one.unit_name or _("%(office)s受理台") % {"office": places.name_of(one.scope[:9])}
    return {
        "kind": shown.kind,
        "where": shown.where,
        "when": shown.when,
        "clock": clock,
        "holder": holder,
        "ended": bool(one.closed_at),
    }


def _point(request: HttpRequest, draft: Draft) -> tuple[float, float] | None:
    if draft.lon is not None and draft.lat is not None:
        return draft.lon, draft.lat
    house = places.building(request.actor, UUID(draft.building)) if draft.building else None  # type: ignore[attr-defined]
    return (house.lon, house.lat) if house else None
