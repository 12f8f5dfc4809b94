"""网格划分: every grid of an area with its micro-grids, how even they are, what waits; and having all of them cut."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.places.queries import CutCard, GridCard
from liren.places.rules.dividing import LEAST, MOST, USUAL
from liren.web import staff, where
from liren.web.attempt import Attempt
from liren.web.display import SHANGHAI, grouped
from liren.web.grids import studio
from liren.web.office import choices, export, sections

TROUBLES = 20
PAGE = 100


@staff.staff
@require_safe
def grids_page(request: HttpRequest) -> HttpResponseBase:
    """The grids of one area (`in`, else the widest of the viewer), `page` by page; `xlsx` takes all of them along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *studio.NEEDS)
    area = request.GET.get("in", "") or choices.widest(actor)
    if places.area_card(actor, area) is None and "in" in request.GET:
        raise Missing
    if "xlsx" in request.GET or "csv" in request.GET:
        return _exported(request, places.grids(actor, area))
    return shown(request, area)


def _exported(request: HttpRequest, found: list[GridCard]) -> HttpResponseBase:
    head = [_("网格代码"), _("网格"), _("户数"), _("微网格"), _("每片平均户数"), _("最少户数"), _("最多户数"),
            _("平均偏差（%）"), _("不在 50–100 户的片"), _("草案")]  # fmt: skip
    return export.table(request, _("网格划分"), head, [
        (g.code, where.long(g.code), g.households, g.micro_grids, round(g.mean, 1), g.least, g.most,
         round(100 * g.deviation, 1), g.off_size, g.drafts)
        for g in found
    ])  # fmt: skip


def shown(request: HttpRequest, area: str, tried: Attempt | None = None) -> HttpResponse:
    """The page, also after something was refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: datetime = request.now  # type: ignore[attr-defined]
    tried = tried or Attempt()
    found = places.grids(actor, area)
    first = request.GET.get("page", "1")
    page = max(1, int(first)) if first.isdecimal() else 1
    cuts = places.cuts(actor, area)
    running = next((c for c in cuts if c.running), None)
    finished = next((c for c in cuts if not c.running and len(c.area) < Level.GRID), None)
    today = at.astimezone(SHANGHAI).date()
    answer = sections.page(request, "grids/list.html", "grids", {
        "area": area, "name": where.long(area), "lines": [_line(g) for g in found[(page - 1) * PAGE : page * PAGE]],
        "total": len(found), "households": sum(g.households for g in found), "micro_grids": sum(g.micro_grids for g in found),
        "page": page, "more": page + 1 if len(found) > page * PAGE else None, "less": page - 1 if page > 1 else None,
        "above": [(str(a), places.name_of(a)) for a in _above(actor, area)], "below": _below(actor, area),
        "running": running, "finished": _finished(actor, finished) if finished else None, "tried": tried, "key": new_id(),
        "usual": USUAL, "least": LEAST, "most": MOST, "today": today.isoformat(), "tomorrow": (today + timedelta(days=1)).isoformat(),
        "may_divide": bool(actor.holds("places.divide")), "may_adopt": bool(actor.holds("places.adopt")),
    }, status=tried.status)  # fmt: skip
    if running is not None:
        answer["Refresh"] = "2"
    return answer


def _line(grid: GridCard) -> dict[str, Any]:
    trouble = ""
    if not grid.drawn:
        trouble = _("还没有边界")
    elif not grid.micro_grids:
        trouble = _("还没有微网格")
    return {
        "card": grid,
        "name": where.long(grid.code),
        "deviation": f"{100 * grid.deviation:.1f}%",
        "trouble": trouble,
    }


def _above(actor: Actor, area: str) -> list[str]:
    widest = choices.widest(actor)
    card = places.area_card(actor, area)
    return [str(a) for a in reversed(card.code.ancestors()[1:]) if a.startswith(widest)] if card else []


def _below(actor: Actor, area: str) -> list[tuple[str, str]]:
    card = places.area_card(actor, area)
    if card is None or card.code.level >= Level.COMMUNITY:
        return []
    return [(str(one.code), one.short) for one in places.children(actor, area)]


def _finished(actor: Actor, cut: CutCard) -> dict[str, Any]:
    """The last run over many grids: what it drafted and why some grids were left out."""
    names = studio.names()
    troubles = [(where.long(code), code, said) for code, said in places.cut_troubles(actor, cut.id)]
    drafts = places.plans_of_cut(actor, cut.id, "few")
    return {
        "card": cut, "area": where.long(cut.area), "drafts": len(drafts), "troubles": troubles[:TROUBLES],
        "said": _("%(done)s 个网格划了，%(n)s 个有方案") % {"done": grouped(cut.done), "n": grouped(len(drafts))},
        "aims": [(aim, names[aim]) for aim in ("few", "even", "whole")],
    }  # fmt: skip
