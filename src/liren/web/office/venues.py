"""阵地: the list with its map and exports, entering and correcting one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Actor, Refusal
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.venues import commands as c
from liren.venues import queries as venues
from liren.venues.rules import by_day, parse_spans, spans_words, week_of, week_words
from liren.web import opening, staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import grouped
from liren.web.office import choices, export, sections
from liren.web.sheets import geo


@staff.staff
@require_safe
def venues_page(request: HttpRequest) -> HttpResponseBase:
    """The venues of the viewer's areas; `in`, `zone`, `now`, `closed` narrow or widen; `csv`, `xlsx`, `geojson` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["venues"])
    now: datetime = request.now  # type: ignore[attr-defined]
    found = _found(request)
    if {"csv", "xlsx", "geojson"} & set(request.GET):
        return _taken_along(request, found)
    counts = venues.room_counts(actor, [card.id for card in found])
    lines = [
        {
            "card": card, "area": where.long(card.area[: Level.COMMUNITY]), "open": opening.said(card.opening, now, closed=card.closed_on is not None),
            "zones": opening.zones_of(card, now), "rooms": counts.get(card.id, (0, 0)),
        }
        for card in found
    ]  # fmt: skip
    widest = choices.widest(actor)
    kept = request.GET.copy()
    shown = {
        "lines": lines, "areas": places.below(actor, widest, Level.COMMUNITY), "zones": opening.zones(now, widest),
        "within": request.GET.get("in", ""), "zone": request.GET.get("zone", ""), "open_now": "now" in request.GET, "closed": "closed" in request.GET,
        "query": kept.urlencode(), "rooms": sum(n for n, _d in counts.values()), "deliberation": sum(d for _n, d in counts.values()),
        "may_register": bool(actor.holds("venues.register")), "filtered": bool(set(request.GET) & {"in", "zone", "now"}),
    }  # fmt: skip
    return sections.page(request, "office/venues.html", "venues", shown)


def _found(request: HttpRequest) -> list[venues.VenueCard]:
    within = request.GET.get("in", "")
    found = venues.mine(
        request.actor, request.now, within=within if within.isascii() and within.isdigit() else "",  # type: ignore[attr-defined]
        zone=request.GET.get("zone", ""), closed="closed" in request.GET,
    )  # fmt: skip
    return [card for card in found if card.opening.open] if "now" in request.GET else found


@staff.staff
@require_safe
def venues_map(request: HttpRequest) -> JsonResponse:
    """The same venues as points: open now, closed now."""
    staff.need(request.actor, *sections.NEEDS["venues"])  # type: ignore[attr-defined]
    return JsonResponse(points(_found(request), request.now, "venue"))  # type: ignore[attr-defined]


def points(found: list[venues.VenueCard], now: datetime, name: str) -> dict[str, Any]:
    """Venues as GeoJSON for `c-map`; `name` is the page each opens."""
    features = []
    for card in found:
        clock = opening.said(card.opening, now, closed=card.closed_on is not None)
        told = {
            "id": str(card.id),
            "state": clock.state,
            "title": card.name,
            "words": clock.words,
            "href": reverse(name, args=[card.id]),
        }
        features.append({
            "type": "Feature", "id": str(card.id), "geometry": {"type": "Point", "coordinates": [card.lon, card.lat]},
            "properties": told,
        })  # fmt: skip
    open_now = sum(card.opening.open and card.closed_on is None for card in found)
    says = _("图上 %(n)s 个阵地，现在开放的 %(open)s 个") % {"n": grouped(len(found)), "open": grouped(open_now)}
    return {"type": "FeatureCollection", "features": features, "says": says}


def _taken_along(request: HttpRequest, found: list[venues.VenueCard]) -> HttpResponseBase:
    """The list in the columns that an import reads, and a few more behind them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    counts = venues.room_counts(actor, [card.id for card in found])
    head = [
        "名称", "地址", "经度", "纬度", "电话", "建筑面积", "运营单位", "开放时间", "功能区", _("区域代码"), _("社区"), _("房间数"), _("议事室数"), _("停用日期"),
    ]  # fmt: skip
    rows = [
        (
            card.name, card.address, card.lon, card.lat, card.phone, card.floor_area or "", card.operator_name, week_words(card.timetable.week),
            "、".join(zone.label for zone in opening.zones_of(card, request.now)), card.area,  # type: ignore[attr-defined]
            where.long(card.area[: Level.COMMUNITY]), *counts.get(card.id, (0, 0)), card.closed_on or "",
        )
        for card in found
    ]  # fmt: skip
    if "geojson" not in request.GET:
        return export.table(request, _("阵地"), head, rows)
    plain = [
        (*(str(cell) if not isinstance(cell, int | float | str) else cell for cell in row), row[2], row[3])
        for row in rows
    ]
    answer = StreamingHttpResponse(geo.stream(head, [plain]), content_type=geo.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{_('阵地')}.geojson") or "attachment"
    return answer


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_venue(request: HttpRequest) -> HttpResponse:
    """Enter one venue."""
    return _form(request, None)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def edit_venue(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put one venue right."""
    card = venues.venue_card(request.actor, id, request.now)  # type: ignore[attr-defined]
    staff.need_over(request.actor, "venues.register", card.area)  # type: ignore[attr-defined]
    return _form(request, card)


def _form(request: HttpRequest, card: venues.VenueCard | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "venues.register")
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, card))
        if tried.answer is not None:
            messages.success(request, _("已改好。") if card else _("已登记这个阵地。接着登记里面的房间。"))
            return redirect("venue", tried.answer["venue"])
    values = typed.values() if request.method == "POST" else _as_typed(card)
    area = card.area if card else choices.widest(actor)
    chosen = request.POST.getlist("zones") if request.method == "POST" else list(card.zones if card else ())
    crumb = (
        (_("改登记"), (reverse("venues"), _("阵地")), (reverse("venue", args=[card.id]), card.name))
        if card
        else (_("登记一个阵地"), (reverse("venues"), _("阵地")))
    )
    shown = {
        **sections.crumb(*crumb), "card": card, "typed": values, "tried": tried, "key": new_id(), "zones": opening.zones(request.now, area), "chosen": chosen,  # type: ignore[attr-defined]
        "units": choices.unit_lines(actor) if actor.holds("people.see") else [],
        "days": [(n, opening.weekday(n), values.get(f"hours-{n}", ""), tried.error(f"hours-{n}")) for n in range(1, 8)],
    }  # fmt: skip
    return sections.page(request, "office/venue_form.html", "venues", shown, status=tried.status)


def _order(typed: Typed, card: venues.VenueCard | None) -> c.RegisterVenue | c.CorrectVenue:
    told: dict[str, Any] = {
        "name": typed.text("name"), "address": typed.text("address"), "phone": typed.text("phone"),
        "lon": typed.read("lon", float, _("还没有定位置，请在地图上把大头针移到门口，或者填经度、纬度。")),
        "lat": typed.read("lat", float, _("纬度要写十进制的度，例如 32.10045。")),
        "floor_area": typed.number("floor_area", _("建筑面积只写数字，单位是平方米；不知道就空着。"), optional=True),
        "operator": typed.uuid("operator", _("请从列表里选运营单位。"), optional=True),
        "week": _week(typed), "zones": tuple(typed.data.getlist("zones")),  # type: ignore[attr-defined]
    }  # fmt: skip
    return c.CorrectVenue(venue=card.id, **told) if card else c.RegisterVenue(venue=typed.key, **told)


def _week(typed: Typed) -> tuple[c.Span, ...]:
    found = {}
    for day in range(1, 8):
        try:
            found[day] = parse_spans(typed.text(f"hours-{day}"))
        except Refusal as no:
            typed.blame(f"hours-{day}", no.sentence)
    return week_of(found)


def _as_typed(card: venues.VenueCard | None) -> Mapping[str, str]:
    if card is None:
        return {}
    days = by_day(card.timetable.week)
    return {
        "name": card.name, "address": card.address, "lon": str(card.lon), "lat": str(card.lat), "phone": card.phone,
        "floor_area": str(card.floor_area or ""), "operator": str(card.operator or ""),
        **{f"hours-{n}": spans_words(days.get(n, ())) for n in range(1, 8)},
    }  # fmt: skip
