"""Calendars to subscribe to: one of a room, one of a venue. They say taken and nothing more; a public meeting says its topic."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.venues import queries as venues

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"


@require_safe
def of_venue(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every room of a venue (RFC 5545)."""
    card = venues.venue_card(request.actor, id, request.now)  # type: ignore[attr-defined]
    return _feed(request, card, venues.rooms_of(request.actor, [id], closed=True), card.name)  # type: ignore[attr-defined]


@require_safe
def of_room(request: HttpRequest, id: UUID) -> HttpResponse:
    """One room (RFC 5545)."""
    room = venues.room_card(request.actor, id)  # type: ignore[attr-defined]
    card = venues.venue_card(request.actor, room.venue, request.now)  # type: ignore[attr-defined]
    return _feed(request, card, [room], f"{room.name}，{card.name}")


def _feed(request: HttpRequest, card: venues.VenueCard, rooms: list[venues.RoomCard], name: str) -> HttpResponse:
    from icalendar import Calendar, Event

    now: datetime = request.now  # type: ignore[attr-defined]
    names = {room.id: room.name for room in rooms}
    calendar = Calendar()
    calendar.add("prodid", "-//Liren//venues//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", REFRESH)
    for taken in venues.busy(request.actor, card.id, now - BACK, now + AHEAD):  # type: ignore[attr-defined]
        if taken.room not in names:
            continue
        event = Event()
        event.add("uid", f"{taken.id}@liren")
        event.add("dtstamp", now)
        event.add("dtstart", taken.starts)
        event.add("dtend", taken.ends)
        event.add("summary", taken.topic or _("已预约"))
        event.add("location", f"{names[taken.room]}，{card.name}，{card.address}")
        event.add("class", "PUBLIC")
        calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type=TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.ics") or "inline"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
