"""预约: the week of a venue, booking a room once or every week, one booking and calling it off, one room."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Actor, Refusal
from liren.kernel.ids import new_id
from liren.venues import commands as c
from liren.venues import queries as venues
from liren.venues.kinds import ROOM_KINDS
from liren.venues.queries.rates import NONE
from liren.venues.rules import Clash, Period, at, check, weekly
from liren.web import opening, staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, Problem, moment_words, table_words, time_words
from liren.web.office import export, sections
from liren.web.office.venue import rate_words, window

DAYS = 7


@staff.staff
@require_safe
def week_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Seven days from the Monday of `on`, of one `room` or all: what is booked, what is free, and a link to book it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = venues.venue_card(actor, id, now)
    staff.need_over(actor, "venues.see", card.area)
    today = now.astimezone(SHANGHAI).date()
    monday = _monday(request.GET.get("on", ""), today)
    rooms = venues.rooms_of(actor, [id])
    chosen = [room for room in rooms if str(room.id) == request.GET.get("room")] or rooms
    since, until = at(monday, 0), at(monday + timedelta(days=DAYS), 0)
    held = venues.booked(actor, since, until, venue=id)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("日期"), _("开始"), _("结束"), _("房间"), _("做什么"), _("谁用"), _("公开"), _("约的时间")]
        return export.table(request, f"{card.name}{_('预约')}", head, [
            (f"{b.starts.astimezone(SHANGHAI):%Y-%m-%d}", time_words(b.starts), time_words(b.ends), b.room_name, b.topic, b.group, _("是") if b.public else _("否"), export.moment(b.booked_at))
            for b in held
        ])  # fmt: skip
    hours = opening.by_date(card.timetable.periods(monday, DAYS), monday, DAYS)
    free = venues.free_time(actor, chosen, card.timetable, monday, DAYS, now)
    shown_rooms = {room.id for room in chosen}
    days: list[dict[str, Any]] = [
        {
            "day": day, "name": opening.date_words(day), "today": day == today, "past": day < today, "hours": opening.free_words(spans),
            "note": card.timetable.notes.get(day, ""),
            "booked": [b for b in held if b.room in shown_rooms and b.starts.astimezone(SHANGHAI).date() == day],
            "free": [(room, _offers(free[room.id], day)) for room in chosen] if day >= today else [],
        }
        for day, spans in hours
    ]  # fmt: skip
    shown = {
        **sections.crumb(_("一周预约"), (reverse("venues"), _("阵地")), (reverse("venue", args=[id]), card.name)),
        "card": card, "days": days, "rooms": rooms, "one": chosen[0] if len(chosen) == 1 and len(rooms) > 1 else None, "many": len(chosen) > 1,
        "before": monday - timedelta(days=DAYS), "after": monday + timedelta(days=DAYS), "monday": monday, "first": opening.date_words(monday), "last": opening.date_words(monday + timedelta(days=6)),
        "this": _monday("", today) == monday, "count": sum(len(d["booked"]) for d in days), "may_book": any(g.area.covers(card.area) for g in actor.holds("venues.book")),
    }  # fmt: skip
    return sections.page(request, "office/venue_week.html", "venues", shown)


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())


def _offers(periods: list[Period], day: date) -> list[tuple[str, str]]:
    """The free times of a day: the words, and the time of day a booking would begin."""
    mine = [p for p in periods if p[0].astimezone(SHANGHAI).date() == day]
    return [(opening.free_words([p]), _quarter(p[0])) for p in mine]


def _quarter(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    minutes = -(-(local.hour * 60 + local.minute) // 15) * 15
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def book_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Book one room. Times that clash are listed before anything is written; then all or the free ones, as one chooses."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    room = venues.room_card(actor, id)
    staff.need_over(actor, "venues.book", room.area)
    typed, tried = Typed(request.POST), Attempt()
    clashes: list[Clash] = []
    wishes: list[Period] = []
    if request.method == "POST":
        wishes = _wishes(typed)
        clashes, tried = _foreseen(actor, room, typed, wishes, request.now)  # type: ignore[attr-defined]
        if not tried.problems and (not clashes or typed.verb in ("all", "free")):
            tried = attempt(request, typed, lambda: _order(typed, room, wishes))
            if tried.answer is not None:
                return _booked(request, room, tried.answer)
    values = typed.values() if request.method == "POST" else _asked(request)
    shown = {
        **sections.crumb(_("预约"), (reverse("venues"), _("阵地")), (reverse("venue", args=[room.venue]), room.venue_name)),
        "room": room, "typed": values, "tried": tried, "key": typed.key if clashes else new_id(), "times": len(wishes),
        "clashes": [_clash(clash, request.now) for clash in clashes], "left": len(wishes) - len(clashes),  # type: ignore[attr-defined]
    }  # fmt: skip
    status = tried.status if tried.problems else (422 if clashes else 200)
    return sections.page(request, "office/booking_form.html", "venues", shown, status=status)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the link to the form knows already: the day and the hour, an hour long."""
    starts = request.GET.get("from", "")
    try:
        ends = (datetime.combine(date.min, time.fromisoformat(starts)) + timedelta(hours=1)).strftime("%H:%M")
    except (ValueError, OverflowError):
        starts = ends = ""
    return {"day": request.GET.get("day", ""), "starts": starts, "ends": ends}


def _wishes(typed: Typed) -> list[Period]:
    """The times of the form; what does not fit is noted beside its field."""
    day = typed.read("day", date.fromisoformat, _("还没有选哪一天，请选一个日期。"))
    starts = typed.read("starts", time.fromisoformat, _("开始时间要像 14:00 这样写。"))
    ends = typed.read("ends", time.fromisoformat, _("结束时间要像 16:00 这样写。"))
    until = typed.read("until", date.fromisoformat, _("最后一天要选一个日期；只约一次就空着。"), optional=True)
    if day is None or starts is None or ends is None or typed.problems:
        return []
    first = datetime.combine(day, starts, SHANGHAI)
    last = datetime.combine(day, ends, SHANGHAI)
    if until and until < day:
        typed.blame("until", _("最后一天早于第一天，请改其中一个。"))
        return []
    return weekly(first, last, until) if until else [(first, last)]


def _foreseen(
    actor: Actor, room: venues.RoomCard, typed: Typed, wishes: list[Period], now: datetime
) -> tuple[list[Clash], Attempt]:
    if typed.problems:
        return [], Attempt(status=422, problems=tuple(typed.problems))
    try:
        check(wishes, now)
    except Refusal as no:
        return [], Attempt(status=no.status, problems=(Problem(no.field or "", no.sentence),))
    return venues.foresee(actor, room, wishes), Attempt()


def _order(typed: Typed, room: venues.RoomCard, wishes: list[Period]) -> c.BookRoom:
    slots = tuple(
        c.Slot(booking=uuid5(typed.key, str(n)), starts=starts, ends=ends) for n, (starts, ends) in enumerate(wishes)
    )
    return c.BookRoom(
        room=room.id, series=typed.key, slots=slots, topic=typed.text("topic"), group=typed.text("group"),
        public=typed.has("public"), free_only=typed.verb == "free",
    )  # fmt: skip


def _booked(request: HttpRequest, room: venues.RoomCard, answer: dict[str, Any]) -> HttpResponse:
    made = len(answer["bookings"])
    words = _("已约好 %(n)d 场。") % {"n": made}
    if answer["left_out"]:
        words += _("另有 %(n)d 场约不上，没有约。") % {"n": answer["left_out"]}
    messages.success(request, words)
    return redirect("booking", answer["bookings"][0])


def _clash(clash: Clash, now: datetime) -> dict[str, str]:
    why = _("已被约走") if clash.why == "taken" else _("不在开放时间里")
    when = f"{opening.date_words(clash.starts.astimezone(SHANGHAI).date())} {time_words(clash.starts)}–{time_words(clash.ends)}"
    instead = moment_words(clash.next_free, now) if clash.next_free else ""
    return {"when": when, "why": why, "instead": instead}


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def booking_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One booking with the others of its series; POST calls it off, or it and all after it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = venues.booking_card(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(
            request, typed,
            lambda: c.CancelBooking(booking=id, reason=typed.text("reason"), following=typed.text("which") == "following"),
        )  # fmt: skip
        if tried.answer is not None:
            messages.success(request, _("已取消 %(n)d 场，时间空出来了。") % {"n": tried.answer["cancelled"]})
            return redirect("booking", id)
    series = venues.of_series(actor, card.series, card.room) if card.times > 1 else []
    who = venues.who_booked(actor, [card, *series]) if actor.holds("people.see") else {}
    name = f"{opening.date_words(card.starts.astimezone(SHANGHAI).date())} {time_words(card.starts)}–{time_words(card.ends)}"
    shown = {
        **sections.crumb(name, (reverse("venues"), _("阵地")), (reverse("venue", args=[card.venue]), card.venue_name),
                         (f"{reverse('venue-week', args=[card.venue])}?on={card.starts.astimezone(SHANGHAI):%Y-%m-%d}", _("一周预约"))),
        "card": card, "name": name, "series": series, "who": who.get(card.booked_by, "") if card.booked_by else "", "tried": tried, "key": new_id(), "reason": typed.text("reason"),
        "over": card.ends <= now, "may_book": any(g.area.covers(card.area) for g in actor.holds("venues.book")), "later": sum(s.starts > card.starts and s.cancelled_at is None for s in series),
        "booked_at": table_words(card.booked_at),
    }  # fmt: skip
    return sections.page(request, "office/booking.html", "venues", shown, status=tried.status)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def room_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One room: its use in four weeks with the bookings behind the figure, correcting, closing, its calendar address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    room = venues.room_card(actor, id)
    staff.need_over(actor, "venues.see", room.area)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        orders = {"close": lambda: c.CloseRoom(room=id), "reopen": lambda: c.ReopenRoom(room=id)}
        tried = attempt(request, typed, orders.get(typed.text("do"), lambda: _correct(typed, id)))
        if tried.answer is not None:
            messages.success(request, _("已改好。"))
            return redirect("room", id)
    since, until = window(now)
    used = venues.rates(actor, [room], since, until).get(id, NONE)
    shown = {
        **sections.crumb(room.name, (reverse("venues"), _("阵地")), (reverse("venue", args=[room.venue]), room.venue_name)),
        "room": room, "area": where.long(room.area), "rate": rate_words(used), "held": venues.booked(actor, since, until, room=id, cancelled=True),
        "coming": venues.booked(actor, now, now + timedelta(weeks=4), room=id), "since": since, "until": until - timedelta(days=1),
        "typed": typed.values() if tried.problems else {"name": room.name, "kind": room.kind, "seats": room.seats, "gap": room.gap},
        "kinds": list(ROOM_KINDS.items()), "tried": tried, "key": new_id(), "may_register": any(g.area.covers(room.area) for g in actor.holds("venues.register")),
        "may_book": any(g.area.covers(room.area) for g in actor.holds("venues.book")) and room.open,
        "feed": request.build_absolute_uri(reverse("room-calendar", args=[id])),
    }  # fmt: skip
    return sections.page(request, "office/room.html", "venues", shown, status=tried.status)


def _correct(typed: Typed, id: UUID) -> c.CorrectRoom:
    seats = typed.number("seats", _("座位只写数字，例如 12。"))
    gap = typed.number("gap", _("间隔只写分钟数，例如 15；不用留就写 0。"))
    return c.CorrectRoom(room=id, name=typed.text("name"), kind=typed.text("kind"), seats=seats or 0, gap=gap or 0)
