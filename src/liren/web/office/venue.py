"""One venue: its facts, hours of single days, barrier-free check, rooms with their use, closing and opening again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Command, Missing, Refusal
from liren.kernel.ids import new_id
from liren.venues import commands as c
from liren.venues import queries as venues
from liren.venues.kinds import ANSWERS, ROOM_KINDS
from liren.venues.queries.rates import NONE, Rate
from liren.venues.rules import parse_spans
from liren.web import opening, staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import sections

WINDOW = timedelta(days=28)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def venue_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST does one thing (`do`): day, access, room, close, reopen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = venues.venue_card(actor, id, now)
    staff.need_over(actor, "venues.see", card.area)
    do = request.POST.get("do", "")
    typed, tried = Typed(request.POST, do), Attempt()
    if request.method == "POST":
        orders = _orders(typed, card)
        if do not in orders:
            raise Missing
        build, words = orders[do]
        tried = attempt(request, typed, build)
        if tried.answer is not None:
            _said(request, do, words, card)
            return redirect("venue", id)
    rooms = venues.rooms_of(actor, [id], closed=True)
    since, until = window(now)
    used = venues.rates(actor, rooms, since, until)
    lines = [(room, rate_words(used.get(room.id, NONE))) for room in rooms]
    shown = {
        **sections.crumb(card.name, (reverse("venues"), _("阵地"))),
        "card": card, "area": where.long(card.area), "open": opening.said(card.opening, now, closed=card.closed_on is not None),
        "zones": opening.zones_of(card, now), "week": opening.week_lines(card, now), "odd": opening.odd_days(card, now),
        "rooms": lines, "whole": rate_words(sum((used.get(room.id, NONE) for room in rooms), NONE)), "answers": list(ANSWERS.items()), "room_kinds": list(ROOM_KINDS.items()),
        "facts": [(fact, ANSWERS[fact.answer]) for fact in card.access], "typed": typed.values() if tried.problems else {}, "tried": tried, "key": new_id(), "do": do if tried.problems else "",
        "may_register": any(g.area.covers(card.area) for g in actor.holds("venues.register")),
        "may_book": any(g.area.covers(card.area) for g in actor.holds("venues.book")), "today": now.astimezone(SHANGHAI).date(),
    }  # fmt: skip
    return sections.page(request, "office/venue.html", "venues", shown, status=tried.status)


def window(now: datetime) -> tuple[datetime, datetime]:
    """The four whole weeks behind today's midnight."""
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - WINDOW, midnight


def rate_words(rate: Rate) -> dict[str, Any]:
    """A use rate with both of its numbers in hours; no share where it never opened."""
    share = f"{100 * rate.booked / rate.open:.1f}%" if rate.open else "—"
    return {
        "share": share, "booked": f"{rate.booked / 60:,.1f}", "open": f"{rate.open / 60:,.1f}", "bookings": rate.bookings,
    }  # fmt: skip


def _orders(typed: Typed, card: venues.VenueCard) -> dict[str, tuple[Callable[[], Command], str]]:
    """What each form of the page orders, and what is said when it is done."""
    return {
        "day": (lambda: _day(typed, card.id), _("这一天的开放时间已定好，居民的页面上看得到。")),
        "access": (lambda: _access(typed, card.id), _("无障碍的情况已记下，写着是哪天核对的。")),
        "room": (lambda: _room(typed, card.id), _("已登记这个房间，现在可以预约了。")),
        "close": (lambda: c.CloseVenue(venue=card.id), ""),
        "reopen": (lambda: c.ReopenVenue(venue=card.id), ""),
    }


def _said(request: HttpRequest, do: str, words: str, card: venues.VenueCard) -> None:
    if do == "close":
        sections.offer_undo(
            request,
            _("已停用“%(name)s”，居民的列表里不再有它。") % {"name": card.name},
            reverse("venue", args=[card.id]),
            do="reopen",
        )
    elif do == "reopen":
        sections.offer_undo(
            request, _("已恢复“%(name)s”。") % {"name": card.name}, reverse("venue", args=[card.id]), do="close"
        )
    else:
        messages.success(request, words)


def _day(typed: Typed, venue: UUID) -> c.SetVenueDay:
    day = typed.read("day", date.fromisoformat, _("还没有选哪一天，请选一个日期。"))
    spans: tuple[tuple[int, int], ...] | None = None
    if not typed.has("usual"):
        try:
            spans = parse_spans(typed.text("spans"))
        except Refusal as no:
            typed.blame("spans", no.sentence)
    return c.SetVenueDay(venue=venue, day=day or date.min, spans=spans, note=typed.text("note"))


def _access(typed: Typed, venue: UUID) -> c.NoteAccess:
    on = typed.read("on", date.fromisoformat, _("还没有写哪天核对的，请选一个日期。"))
    facts = tuple(
        (name.removeprefix("access-fact-"), str(value))
        for name, value in typed.data.items()
        if name.startswith("access-fact-") and value
    )
    return c.NoteAccess(venue=venue, checked_on=on or date.min, facts=facts)


def _room(typed: Typed, venue: UUID) -> c.AddRoom:
    seats = typed.number("seats", _("座位只写数字，例如 12。"))
    gap = typed.number("gap", _("间隔只写分钟数，例如 15；不用留就写 0。"), optional=True)
    return c.AddRoom(
        room=typed.key, venue=venue, name=typed.text("name"), kind=typed.text("kind"), seats=seats or 0, gap=gap or 0
    )
