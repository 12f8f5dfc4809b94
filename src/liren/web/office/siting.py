"""选址: who lives near a venue and who does not, where the next one would help most, and what moving one would do.

The worker works the walks out (places/walking.py); the page answers from the last result and says of which day it is.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.places.commands import AskWalks, StopWalks
from liren.places.queries.walking import last_walks, refused_walks, running_walks, walks
from liren.places.walks import Walks
from liren.venues import queries as venues
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import grouped, moment_words
from liren.web.office import export, sections
from liren.web.office import siting_figures as said
from liren.web.sheets import geo

USUAL = 800
MOST = 5
SAYS = {
    Level.COMMUNITY: gettext_lazy("%(n)s 个村（社区），其中 %(far)s 个平均要走 800 米以上"),
    Level.GRID: gettext_lazy("%(n)s 个网格，其中 %(far)s 个平均要走 800 米以上"),
    Level.MICRO_GRID: gettext_lazy("%(n)s 个微网格，其中 %(far)s 个走 800 米到不了阵地"),
}


@staff.staff
@require_safe
def siting_page(request: HttpRequest) -> HttpResponseBase:
    """The whole page; `part=figures` only what a moved site changes, for the script; `csv`, `xlsx`, `geojson` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["siting"])
    return _shown(request, Attempt())


@staff.staff
@require_POST
def ask_walks(request: HttpRequest) -> HttpResponseBase:
    """Have the worker work the walks of the area out anew, with the venues of today."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["siting"])
    asked, typed = _asked(request), Typed(request.POST)
    spots = tuple((s.lon, s.lat) for s in _sites(actor, request.now, asked.area))  # type: ignore[attr-defined]
    tried = attempt(request, typed, lambda: AskWalks(walks=typed.key, area=AreaCode(asked.area), places=spots))
    return _shown(request, tried) if tried.answer is None else redirect(f"{reverse('siting')}?{asked.query()}")


@staff.staff
@require_POST
def stop_walks(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Leave the order; the last result stays."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["siting"])
    tried = attempt(request, Typed(request.POST), lambda: StopWalks(walks=id))
    if tried.answer is None:
        return _shown(request, tried)
    messages.success(request, _("已停下，上一次算的还在。"))
    return redirect(f"{reverse('siting')}?{_asked(request).query()}")


def _shown(request: HttpRequest, tried: Attempt) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = _asked(request)
    ground, going, last = walks(actor, asked.area), running_walks(actor, asked.area), last_walks(actor, asked.area)
    frame = {
        "asked": asked, "area_name": where.long(asked.area), "areas": _areas(actor), "going": going, "key": new_id(), "ordered": tried,
        "radii": said.RADII, "counts": range(1, MOST + 1),
    }  # fmt: skip
    if ground is None:
        refused = None if going else refused_walks(actor, asked.area)
        return _page(request, frame | {"empty": True, "refused": refused.trouble if refused else ""})
    sites = _sites(actor, request.now, asked.area)  # type: ignore[attr-defined]
    shown = said.figures(ground, sites, asked)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("微网格代码"), _("微网格"), _("户数"), _("走到最近的阵地（米）"), _("最近的阵地")]
        return export.table(request, _("阵地走不到的微网格"), head, shown["all_blind"])
    if "geojson" in request.GET:
        return _drawn(sites, shown)
    if request.GET.get("part") == "figures":
        return render(request, "office/siting_figures.html", shown | {"asked": asked})
    shown |= {
        "sites": sites, "map": f"{reverse('siting-map')}?{asked.query()}", "anew": said.anew(last, asked.area),
        "of": moment_words(last.settled_at, request.now) if last and last.settled_at else "", "current": last is not None and last.current,  # type: ignore[attr-defined]
    }  # fmt: skip
    return _page(request, frame | shown)


def _page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The page; it comes again by itself while the worker is at it."""
    answer = sections.page(request, "office/siting.html", "siting", frame, status=frame["ordered"].status)
    if frame["going"] is not None:
        answer["Refresh"] = "2"
    return answer


@staff.staff
@require_safe
def siting_map(request: HttpRequest) -> JsonResponse:
    """Every micro-grid by how far its households walk, with the move that is tried."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["siting"])
    asked = _asked(request)
    ground = walks(actor, asked.area)
    if ground is None:
        raise Missing
    after = said.before_after(ground, _sites(actor, request.now, asked.area), asked)[1]  # type: ignore[attr-defined]
    sides = places.sides(asked.area)
    drawn = [level for level in SAYS if level in sides and level > len(asked.area)] or [Level.MICRO_GRID]
    levels = [_level(actor, ground, after.nearest, level, sides.get(level, 0.0), asked) for level in drawn]
    steps = [_("500 米以内"), _("500 到 800 米"), _("800 米以外")]
    return JsonResponse({"steps": steps, "levels": levels, "bounds": places.bounds_of(asked.area)})


def _level(actor: Actor, ground: Walks, nearest: Any, level: Level, side: float, asked: said.Asked) -> dict[str, Any]:
    """The areas of one level by the mean walk of the households in them."""
    codes = sorted({home[:level] for home in ground.homes})
    of = np.array([codes.index(home[:level]) for home in ground.homes])
    whole = np.bincount(of, ground.households)
    mean = np.bincount(of, ground.households * nearest) / whole
    middles = places.middles(actor, codes)
    areas = [
        {
            "code": code, "lon": middles.get(code, (None, None))[0], "lat": middles.get(code, (None, None))[1],
            "step": 0 if far <= said.RADII[0] else 1 if far <= said.RADII[1] else 2, "title": where.long(code), "figure": said.metres(far),
            "href": f"{reverse('siting')}?{asked.query()}#blind",
        }
        for code, far in zip(codes, mean.tolist(), strict=True)
    ]  # fmt: skip
    far = int((mean > said.RADII[1]).sum())
    says = str(SAYS[level]) % {"n": grouped(len(areas)), "far": grouped(far)}
    return {"side": round(side), "says": says, "areas": areas}


def _drawn(sites: list[said.Site], shown: dict[str, Any]) -> StreamingHttpResponse:
    """Venues and suggestions as points."""
    rows: list[tuple[Any, ...]] = [(_("阵地"), s.name, "", s.lon, s.lat) for s in sites]
    rows += [(_("建议"), s["name"], s["added"], s["lon"], s["lat"]) for s in shown["suggestions"]]
    answer = StreamingHttpResponse(
        geo.stream([_("是什么"), _("名称"), _("新覆盖户数")], [rows]), content_type=geo.CONTENT_TYPE
    )
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{_('选址')}.geojson") or "attachment"
    return answer


def _sites(actor: Actor, now: datetime, area: str) -> list[said.Site]:
    """The venues of the whole town, because people walk across a community's border."""
    found = venues.on_list(actor, now, within=area[: Level.TOWN])
    return [said.Site(str(card.id), card.name, card.lon, card.lat) for card in found]


def _asked(request: HttpRequest) -> said.Asked:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    area = request.GET.get("in", "") or request.POST.get("in", "")
    known = [code for code, _name in _areas(actor)]
    if area not in known:
        area = known[0] if known else str(min((g.area for g in actor.holds("venues.see")), key=len))
    return said.Asked(
        area=area, radius=500 if request.GET.get("radius") == "500" else USUAL, count=_number(request.GET.get("count", ""), 3),
        move=request.GET.get("move", ""), lon=_degrees(request.GET.get("lon", ""), 180), lat=_degrees(request.GET.get("lat", ""), 90),
    )  # fmt: skip


def _number(text: str, usual: int) -> int:
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and len(text) < 3 else usual


def _degrees(text: str, limit: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= limit else None


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """The towns and communities of the viewer, and the own area where it lies below: walks are worked out town by town."""
    mine = {g.area for g in actor.holds("venues.see")}
    inside = {c for a in mine for level in (Level.TOWN, Level.COMMUNITY) for c, _name in places.below(actor, a, level)}
    return [
        (str(code), ("　" if len(code) == Level.COMMUNITY else "") + places.name_of(code))
        for code in sorted(mine | inside)
        if len(code) >= Level.TOWN
    ]
