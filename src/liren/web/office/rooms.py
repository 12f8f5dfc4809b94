"""房间: every room of an area with its use in four weeks, what stands behind the board's figure of deliberation rooms."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor
from liren.kernel.area import Level
from liren.places import queries as places
from liren.venues import queries as venues
from liren.venues.kinds import ROOM_KINDS
from liren.venues.queries.rates import NONE
from liren.web import staff
from liren.web.office import choices, export, sections
from liren.web.office.venue import rate_words, window


@staff.staff
@require_safe
def rooms_page(request: HttpRequest) -> HttpResponseBase:
    """`in` an area, `kind` of room; the least used first with `sort=use`; `csv`, `xlsx` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["venues"])
    now: datetime = request.now  # type: ignore[attr-defined]
    within, kind = request.GET.get("in", ""), request.GET.get("kind", "")
    area = within if within.isascii() and within.isdigit() else choices.widest(actor)
    rooms = venues.rooms_within(actor, area, kind=kind if kind in ROOM_KINDS else "")
    since, until = window(now)
    used = venues.rates(actor, rooms, since, until)
    lines = [(room, used.get(room.id, NONE)) for room in rooms]
    if request.GET.get("sort") == "use":
        lines.sort(key=lambda line: line[1].booked / max(line[1].open, 1))
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [
            _("阵地"),
            _("房间"),
            _("种类"),
            _("座位"),
            _("社区"),
            _("近 28 天场数"),
            _("约出小时"),
            _("开放小时"),
            _("使用率"),
        ]
        return export.table(request, _("房间"), head, [
            (room.venue_name, room.name, room.kind_label, room.seats, places.name_of(room.area[: Level.COMMUNITY]), rate.bookings,
             round(rate.booked / 60, 1), round(rate.open / 60, 1), rate_words(rate)["share"])
            for room, rate in lines
        ])  # fmt: skip
    kept = request.GET.copy()
    shown = {
        **sections.crumb(_("房间"), (reverse("venues"), _("阵地"))),
        "lines": [(room, rate_words(rate), places.name_of(room.area[: Level.COMMUNITY])) for room, rate in lines],
        "whole": rate_words(sum((rate for _room, rate in lines), NONE)), "kinds": list(ROOM_KINDS.items()), "kind": kind, "within": within,
        "areas": places.below(actor, choices.widest(actor), Level.COMMUNITY), "by_use": request.GET.get("sort") == "use", "query": kept.urlencode(),
        "since": since, "until": until - timedelta(days=1),
    }  # fmt: skip
    return sections.page(request, "office/rooms.html", "venues", shown)
