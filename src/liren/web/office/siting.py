"""选址: who lives near a venue and who does not, where the next one would help most, and what moving one would do."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.places import queries as places
from liren.places.queries.walking import Walks, walks
from liren.venues import queries as venues
from liren.web import staff, where
from liren.web.display import grouped
from liren.web.office import export, sections
from liren.web.sheets import geo

RADII = (500, 800)
USUAL = 800
MOST = 5
SHOWN = 20
NEW = "new"
SAYS = {
    Level.COMMUNITY: gettext_lazy("%(n)s 个村（社区），其中 %(far)s 个平均要走 800 米以上"),
    Level.GRID: gettext_lazy("%(n)s 个网格，其中 %(far)s 个平均要走 800 米以上"),
    Level.MICRO_GRID: gettext_lazy("%(n)s 个微网格，其中 %(far)s 个走 800 米到不了阵地"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked: an area, a radius, how many suggestions, and perhaps one venue (or a new one) put elsewhere."""

    area: str
    radius: int
    count: int
    move: str
    lon: float | None
    lat: float | None

    @property
    def moved(self) -> bool:
        return bool(self.move) and self.lon is not None and self.lat is not None

    def query(self, **more: object) -> str:
        kept: dict[str, object] = {"in": self.area, "radius": self.radius, "count": self.count}
        if self.moved:
            kept |= {"move": self.move, "lon": self.lon, "lat": self.lat}
        return urlencode({name: str(value) for name, value in (kept | more).items()})


@dataclass(frozen=True, slots=True)
class Site:
    """A venue as siting sees it."""

    id: str
    name: str
    lon: float
    lat: float


@staff.staff
@require_safe
def siting_page(request: HttpRequest) -> HttpResponseBase:
    """The whole page; `part=figures` only what a moved site changes, for the script; `csv`, `xlsx`, `geojson` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["siting"])
    asked = _asked(request)
    ground = walks(actor, asked.area)
    if ground is None:
        return sections.page(
            request, "office/siting.html", "siting", {"empty": True, "area_name": where.long(asked.area)}
        )
    sites = _sites(actor, request.now, asked.area)  # type: ignore[attr-defined]
    shown = _figures(ground, sites, asked)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("微网格代码"), _("微网格"), _("户数"), _("走到最近的阵地（米）"), _("最近的阵地")]
        return export.table(request, _("阵地走不到的微网格"), head, shown["all_blind"])
    if "geojson" in request.GET:
        return _drawn(sites, shown)
    if request.GET.get("part") == "figures":
        return render(request, "office/siting_figures.html", shown | {"asked": asked})
    shown |= {
        "asked": asked, "area_name": where.long(asked.area), "areas": _areas(actor), "sites": sites, "radii": RADII, "counts": range(1, MOST + 1),
        "map": f"{reverse('siting-map')}?{asked.query()}", "anew": _anew(ground, sites) if "anew" in request.GET else None,
    }  # fmt: skip
    return sections.page(request, "office/siting.html", "siting", shown)


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
    after = _before_after(ground, _sites(actor, request.now, asked.area), asked)[1]  # type: ignore[attr-defined]
    sides = places.sides(asked.area)
    drawn = [level for level in SAYS if level in sides and level > len(asked.area)] or [Level.MICRO_GRID]
    levels = [_level(actor, ground, after.nearest, level, sides.get(level, 0.0), asked) for level in drawn]
    steps = [_("500 米以内"), _("500 到 800 米"), _("800 米以外")]
    return JsonResponse({"steps": steps, "levels": levels, "bounds": places.bounds_of(asked.area)})


def _level(actor: Actor, ground: Walks, nearest: Any, level: Level, side: float, asked: Asked) -> dict[str, Any]:
    """The areas of one level by the mean walk of the households in them."""
    codes = sorted({home[:level] for home in ground.homes})
    of = np.array([codes.index(home[:level]) for home in ground.homes])
    whole = np.bincount(of, ground.households)
    mean = np.bincount(of, ground.households * nearest) / whole
    middles = places.middles(actor, codes)
    areas = [
        {
            "code": code, "lon": middles.get(code, (None, None))[0], "lat": middles.get(code, (None, None))[1],
            "step": 0 if far <= RADII[0] else 1 if far <= RADII[1] else 2, "title": where.long(code), "figure": _metres(far),
            "href": f"{reverse('siting')}?{asked.query()}#blind",
        }
        for code, far in zip(codes, mean.tolist(), strict=True)
    ]  # fmt: skip
    far = int((mean > RADII[1]).sum())
    says = str(SAYS[level]) % {"n": grouped(len(areas)), "far": grouped(far)}
    return {"side": round(side), "says": says, "areas": areas}


def _figures(ground: Walks, sites: list[Site], asked: Asked) -> dict[str, Any]:
    """The figures of now and of the move, the blind spots after it, the suggestions beside it."""
    from liren.places.siting.coverage import next_sites

    before, after, names = _before_after(ground, sites, asked)
    blind = [
        (str(ground.homes[i]), where.long(ground.homes[i]), int(ground.households[i]), round(float(after.nearest[i])) if np.isfinite(after.nearest[i]) else "", names[i])
        for i in after.blind(asked.radius).tolist()
    ]  # fmt: skip
    steps = next_sites(ground.distance, ground.households, after.nearest, asked.radius, asked.count)
    last, suggestions = after.mean, []
    for n, step in enumerate(steps, start=1):
        lon, lat = ground.grid_points[step.site].round(6).tolist()
        suggestions.append({
            "n": n, "code": ground.grids[step.site], "name": where.long(ground.grids[step.site]), "lon": lon, "lat": lat, "added": round(step.added),
            "mean": round(step.mean), "saved": round(last - step.mean) if np.isfinite(last) else None,
            "try": f"?{replace(asked, move=NEW, lon=lon, lat=lat).query()}#try",
        })  # fmt: skip
        last = step.mean
    moved = next((s for s in sites if s.id == asked.move), None)
    return {
        "rows": [_row(_("500 米以内"), before, after, 500), _row(_("800 米以内"), before, after, 800)], "means": (_mean(before.mean), _mean(after.mean)),
        "whole": round(before.whole), "blind": blind[:SHOWN], "all_blind": blind, "blind_households": sum(row[2] for row in blind), "suggestions": suggestions,
        "tried": asked.moved, "tried_name": moved.name if moved else _("新的一个"), "on_streets": ground.on_streets, "radius": asked.radius, "count_sites": len(sites),
        "at": where.long(located.scope) if asked.moved and (located := places.locate(asked.lon or 0, asked.lat or 0)) else "",
    }  # fmt: skip


def _before_after(ground: Walks, sites: list[Site], asked: Asked) -> tuple[Any, Any, list[str]]:
    """Coverage as it is and with the move, and the nearest venue of each home after it."""
    from liren.places.siting.coverage import coverage

    now = ground.of([(s.lon, s.lat) for s in sites])
    then, names = now, [s.name for s in sites]
    if asked.moved:
        kept = [n for n, s in enumerate(sites) if s.id != asked.move]
        tried = ground.of([(asked.lon or 0.0, asked.lat or 0.0)])
        then = np.vstack([now[kept], tried])
        moved = next((s.name for s in sites if s.id == asked.move), _("新的一个"))
        names = [*(names[n] for n in kept), moved]
    nearest = [names[i] for i in then.argmin(axis=0).tolist()] if len(then) else [""] * len(ground.homes)
    return coverage(now, ground.households, RADII), coverage(then, ground.households, RADII), nearest


def _row(words: str, before: Any, after: Any, radius: int) -> dict[str, Any]:
    was, now = before.within[radius], after.within[radius]
    return {
        "words": words, "was": round(was), "was_share": _share(was, before.whole), "now": round(now), "now_share": _share(now, before.whole),
        "change": round(now - was),
    }  # fmt: skip


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _mean(metres: float) -> str:
    return f"{metres:,.0f}" if np.isfinite(metres) else "—"


def _metres(far: float) -> str:
    return _("%(n)s 米") % {"n": f"{far:,.0f}"} if np.isfinite(far) else _("没有阵地")


def _anew(ground: Walks, sites: list[Site]) -> dict[str, str] | None:
    """What as many venues could do at best if all were free to move: the p-median over the grids, with its bound."""
    from liren.places.siting.median import p_median

    if not 0 < len(sites) <= len(ground.grids):
        return None
    found = p_median(ground.distance, ground.households, len(sites), starts=5)
    whole = ground.households.sum()
    return {"mean": _mean(found.cost / whole), "bound": _mean(found.bound / whole), "gap": f"{100 * found.gap:.1f}%"}


def _drawn(sites: list[Site], shown: dict[str, Any]) -> StreamingHttpResponse:
    """Venues and suggestions as points."""
    rows: list[tuple[Any, ...]] = [(_("阵地"), s.name, "", s.lon, s.lat) for s in sites]
    rows += [(_("建议"), s["name"], s["added"], s["lon"], s["lat"]) for s in shown["suggestions"]]
    answer = StreamingHttpResponse(
        geo.stream([_("是什么"), _("名称"), _("新覆盖户数")], [rows]), content_type=geo.CONTENT_TYPE
    )
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{_('选址')}.geojson") or "attachment"
    return answer


def _sites(actor: Actor, now: datetime, area: str) -> list[Site]:
    """The venues of the whole town, because people walk across a community's border."""
    found = venues.on_list(actor, now, within=area[: Level.TOWN])
    return [Site(str(card.id), card.name, card.lon, card.lat) for card in found]


def _asked(request: HttpRequest) -> Asked:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = sorted({g.area for g in actor.holds("venues.see")}, key=lambda a: (len(a), a))
    area = request.GET.get("in", "")
    if not any(m.covers(area) for m in mine if area):
        area = str(mine[0])
    return Asked(
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
    """The viewer's own areas and the towns and communities inside."""
    mine = {g.area for g in actor.holds("venues.see")}
    inside = {c for a in mine for level in (Level.TOWN, Level.COMMUNITY) for c, _name in places.below(actor, a, level)}
    return [
        (str(code), ("　" if len(code) == Level.COMMUNITY else "") + places.name_of(code))
        for code in sorted(mine | inside)
    ]
