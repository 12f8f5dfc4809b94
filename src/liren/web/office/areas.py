"""区域: the tree from the county to the micro-grid with its counts, and the buildings of one area."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.places.commands import CloseArea, RenameArea
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, export, sections


@staff.staff
@require_safe
def areas_page(request: HttpRequest) -> HttpResponseBase:
    """One area (`in`, else the widest of the viewer) with the areas below it; `csv` exports everything inside."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["areas"])
    code = request.GET.get("in", "") or choices.widest(actor)
    here = places.area_card(actor, code)
    if "csv" in request.GET or "xlsx" in request.GET:
        inside = [a for a in places.tree(actor) if a.code.startswith(code)]
        head = [_("代码"), _("名称"), _("层级"), _("户数"), _("面积（平方米）"), _("下级数"), _("起用日期")]
        return export.table(request, _("区域"), head, [
            (a.code, a.name, a.level, a.households, round(a.area_m2) if a.area_m2 else "", a.children, a.since) for a in inside
        ])  # fmt: skip
    if here is None and "in" in request.GET:
        raise Missing
    return _shown(request, code)


@staff.staff
@require_POST
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name from today on; days gone by keep theirs."""
    actor, typed = request.actor, Typed(request.POST, "rename")  # type: ignore[attr-defined]
    before = places.area_card(actor, code)
    if before is None:
        raise Missing
    tried = attempt(request, typed, lambda: RenameArea(area=AreaCode(code), name=typed.text("name")))
    if tried.answer is None:
        return _shown(request, code, typed, tried)
    words = _("已改名为“%(name)s”，从今天起用。") % {"name": tried.answer["name"]}
    sections.offer_undo(request, words, reverse("rename-area", args=(code,)), **{"rename-name": before.name})
    return redirect(f"{reverse('areas')}?in={code}")


@staff.staff
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Give an empty area up from today on; its code rests for ever."""
    typed = Typed(request.POST, "close")
    if places.area_card(request.actor, code) is None:  # type: ignore[attr-defined]
        raise Missing
    if not typed.has("sure"):
        typed.blame("sure", _("停用以后代码不再使用，请先勾上“我知道”。"))
    tried = attempt(request, typed, lambda: CloseArea(area=AreaCode(code)))
    if tried.answer is None:
        return _shown(request, code, typed, tried)
    messages.success(request, _("已停用，从今天起地图上没有这个区域。"))
    return redirect(f"{reverse('areas')}?in={AreaCode(code).parent}")


def _shown(request: HttpRequest, code: str, typed: Typed | None = None, tried: Attempt | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = places.area_card(actor, code)
    buildings = places.buildings_of(actor, code) if here and len(code) >= Level.GRID else []
    shown = {
        "here": here, "name": where.long(code), "below": places.children(actor, code) if here else [],
        "above": _above(actor, code), "buildings": buildings, "outside": places.buildings_outside(actor),
        "may_import": bool(actor.holds("places.import")), "history": places.area_history(actor, code) if here else [],
        "tried": tried or Attempt(), "key": new_id(), "new_name": typed.text("name") if typed else "",
    }  # fmt: skip
    return sections.page(request, "office/areas.html", "areas", shown, status=(tried or Attempt()).status)


def _above(actor: Actor, code: str) -> list[tuple[str, str]]:
    """The way down from the viewer's widest area, as (code, name)."""
    widest = choices.widest(actor)
    return [(str(a), places.name_of(a)) for a in reversed(AreaCode(code).ancestors()[1:]) if a.startswith(widest)]
