"""/office/areas/map.json: the areas below one, for the map beside their list."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, Missing
from liren.places import queries as places
from liren.web import staff
from liren.web.display import grouped
from liren.web.office import sections


@staff.staff
@require_safe
def areas_map(request: HttpRequest) -> JsonResponse:
    """`in` an area → the open areas one level below it with their households; those without outline are counted only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["areas"])
    here = places.area_card(actor, request.GET.get("in", ""))
    if here is None:
        raise Missing
    below = places.children(actor, here.code)
    middles = places.middles(actor, [one.code for one in below])
    areas = [
        {
            "code": one.code, "step": 0, "title": one.short, "figure": _("%(n)s 户") % {"n": grouped(one.households)},
            "href": f"{reverse('areas')}?in={one.code}", "lon": middles[one.code][0], "lat": middles[one.code][1],
        }
        for one in below if one.code in middles
    ]  # fmt: skip
    says = _("图上 %(n)s 个") % {"n": grouped(len(areas))}
    if len(areas) < len(below):
        says += _("，%(n)s 个还没有边界") % {"n": grouped(len(below) - len(areas))}
    level = {"side": 0, "says": says, "areas": areas}
    return JsonResponse({"steps": [], "levels": [level], "bounds": places.bounds_of(here.code)})
