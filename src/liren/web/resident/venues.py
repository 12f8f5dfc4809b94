"""阵地 for residents: the list by community or by how near, one venue with its free time, and the poster at its door."""

from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel.area import Level
from liren.places import queries as places
from liren.venues import queries as venues
from liren.venues.kinds import ANSWERS
from liren.web import opening, qr
from liren.web.display import SHANGHAI, grouped, time_words, worded
from liren.web.resident import keeper, place

AHEAD = 7
METRES_A_DEGREE = 111_320.0


@require_http_methods(["GET", "HEAD", "POST"])
def venues_list(request: HttpRequest) -> HttpResponse:
    """Everybody's list: `in` a community, `zone`, `now` open. A position sent by POST sorts by nearness and is kept nowhere."""
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    within, zone = place.known(asked.get("in", "")), asked.get("zone", "")
    found = venues.on_list(request.actor, now, within=within[: Level.COMMUNITY], zone=zone)  # type: ignore[attr-defined]
    if "now" in asked:
        found = [card for card in found if card.opening.open]
    here = (
        tuple(place.degrees(request.POST.get(name, "")) for name in ("lon", "lat"))
        if request.method == "POST"
        else (None, None)
    )
    lines = [_line(card, here, now) for card in found]
    if here[0] is not None:
        lines.sort(key=lambda line: line["metres"])
    elif home := place.known(request.COOKIES.get(keeper.COOKIE, "")):
        lines.sort(key=lambda line: line["card"].area[: Level.COMMUNITY] != home[: Level.COMMUNITY])
    shown = {
        "lines": lines, "communities": _communities(request, now), "zones": opening.zones(now), "within": within, "zone": zone,
        "open_now": "now" in asked, "near": here[0] is not None, "filtered": bool(within or zone or "now" in asked),
    }  # fmt: skip
    return render(request, "resident/venues.html", shown)


def _communities(request: HttpRequest, now: datetime) -> list[tuple[str, str]]:
    """The communities that have a venue."""
    codes = {card.area[: Level.COMMUNITY] for card in venues.on_list(request.actor, now)}  # type: ignore[attr-defined]
    return [(code, places.name_of(code)) for code in sorted(codes)]


def _line(card: venues.VenueCard, here: tuple[float | None, ...], now: datetime) -> dict[str, Any]:
    lon, lat = here
    far = metres((card.lon, card.lat), (lon, lat)) if lon is not None and lat is not None else 0.0
    return {
        "card": card, "open": opening.said(card.opening, now), "zones": opening.zones_of(card, now), "metres": far,
        "far": far_words(far) if lon is not None else "", "community": places.name_of(card.area[: Level.COMMUNITY]),
    }  # fmt: skip


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The straight line between two points in degrees, near enough for a list."""
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(east, one[1] - other[1]) * METRES_A_DEGREE


def far_words(far: float) -> str:
    """380 米, 1.2 千米."""
    if far < 995:
        return _("直线 %(n)d 米") % {"n": round(far / 10) * 10}
    return _("直线 %(n)s 千米") % {"n": f"{far / 1000:.1f}"}


@require_safe
def venue_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One venue: open now, what there is, who can get in, what is free this week and how to book."""
    return render(request, "resident/venue.html", _shown(request, id))


@require_safe
def poster(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same on A4 for the door, with a QR code that leads to the page."""
    shown = _shown(request, id)
    address = request.build_absolute_uri(reverse("public-venue", args=[id]))
    return render(request, "resident/venue_poster.html", {**shown, "picture": qr.picture(address), "address": address})


def _shown(request: HttpRequest, id: UUID) -> dict[str, Any]:
    now: datetime = request.now  # type: ignore[attr-defined]
    card = venues.venue_card(request.actor, id, now)  # type: ignore[attr-defined]
    rooms = venues.rooms_of(request.actor, [id]) if card.closed_on is None else []  # type: ignore[attr-defined]
    today = now.astimezone(SHANGHAI).date()
    free = venues.free_time(request.actor, rooms, card.timetable, today, AHEAD, now)  # type: ignore[attr-defined]
    meetings = [b for b in venues.busy(request.actor, id, now, now + timedelta(days=14)) if b.topic]  # type: ignore[attr-defined]
    names = {room.id: room.name for room in rooms}
    return {
        "card": card, "open": opening.said(card.opening, now, closed=card.closed_on is not None), "place": places.name_path(card.area),
        "community": places.name_of(card.area[: Level.COMMUNITY]), "week": opening.week_lines(card, now), "odd": opening.odd_days(card, now),
        "zones": opening.zones_of(card, now), "facts": [(fact, ANSWERS[fact.answer]) for fact in card.access if fact.answer != "unknown"],
        "unchecked": [worded(fact.label) for fact in card.access if fact.answer == "unknown"],
        "rooms": [(room, [(opening.date_words(day), opening.free_words(periods)) for day, periods in opening.by_date(free[room.id], today, AHEAD)]) for room in rooms],
        "meetings": [
            {"when": opening.date_words(b.starts.astimezone(SHANGHAI).date()), "from": time_words(b.starts), "until": time_words(b.ends), "topic": b.topic, "room": names.get(b.room, "")}
            for b in meetings
        ],
    }  # fmt: skip


@require_safe
def on_map(request: HttpRequest) -> JsonResponse:
    """The venues of the list as points."""
    now: datetime = request.now  # type: ignore[attr-defined]
    within = place.known(request.GET.get("in", ""))
    found = venues.on_list(request.actor, now, within=within[: Level.COMMUNITY], zone=request.GET.get("zone", ""))  # type: ignore[attr-defined]
    if "now" in request.GET:
        found = [card for card in found if card.opening.open]
    points = [
        {
            "type": "Feature", "id": str(card.id), "geometry": {"type": "Point", "coordinates": [card.lon, card.lat]},
            "properties": {
                "id": str(card.id), "title": card.name, "href": reverse("public-venue", args=[card.id]), "state": opening.said(card.opening, now).state,
                "words": opening.said(card.opening, now).words,
            },
        }
        for card in found
    ]  # fmt: skip
    says = _("图上 %(n)s 个阵地，打勾的现在开放") % {"n": grouped(len(points))}
    return JsonResponse({"type": "FeatureCollection", "features": points, "says": says})
