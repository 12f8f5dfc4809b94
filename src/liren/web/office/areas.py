"""区域: the tree from the county to the micro-grid with its counts, and the buildings of one area."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web import staff, where
from liren.web.office import choices, export, sections


@staff.staff
@require_safe
def areas_page(request: HttpRequest) -> HttpResponse:
    """One area (`in`, else the widest of the viewer) with the areas below it; `csv` exports everything inside."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["areas"])
    code = request.GET.get("in", "") or choices.widest(actor)
    here = places.area_card(actor, code)
    if "csv" in request.GET:
        inside = [a for a in places.tree(actor) if a.code.startswith(code)]
        head = [_("代码"), _("名称"), _("层级"), _("户数"), _("面积（平方米）"), _("下级数"), _("起用日期")]
        return export.sheet(_("区域"), head, [
            (a.code, a.name, a.level, a.households, round(a.area_m2) if a.area_m2 else "", a.children, a.since) for a in inside
        ])  # fmt: skip
    if here is None and "in" in request.GET:
        raise Missing
    buildings = places.buildings_of(actor, code) if here and len(code) >= Level.GRID else []
    shown = {
        "here": here, "name": where.long(code), "below": places.children(actor, code) if here else [],
        "above": _above(actor, code), "buildings": buildings, "outside": places.buildings_outside(actor),
        "may_import": bool(actor.holds("places.import")),
    }  # fmt: skip
    return sections.page(request, "office/areas.html", "areas", shown)


def _above(actor: Actor, code: str) -> list[tuple[str, str]]:
    """The way down from the viewer's widest area, as (code, name)."""
    widest = choices.widest(actor)
    return [(str(a), places.name_of(a)) for a in reversed(AreaCode(code).ancestors()[1:]) if a.startswith(widest)]
