"""/desk/map.json: the cases of a list as points, for the map beside it: the same query string, the same rows."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.web import staff
from liren.web.desk.queue import asked_of
from liren.web.desk.view import line_clock
from liren.web.display import grouped

MOST = 1000


@staff.staff
@require_safe
def on_map(request: HttpRequest) -> JsonResponse:
    """GeoJSON; `says` tells how many are drawn, how many have no point and whether there are more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    page = cases.page(actor, asked_of(request).filter, now, size=MOST)
    points = [_point(line, now) for line in page.lines if line.lon is not None and line.lat is not None]
    says = said(len(points), len(page.lines) - len(points), more=bool(page.after))
    return JsonResponse({"type": "FeatureCollection", "features": points, "says": says})


def said(drawn: int, nowhere: int, *, more: bool) -> str:
    """图上 37 件，3 件没有坐标, with what to do when the map shows the first ones only."""
    parts = [_("图上 %(n)s 件") % {"n": grouped(drawn)}]
    if nowhere:
        parts.append(_("%(n)s 件没有坐标") % {"n": grouped(nowhere)})
    if more:
        parts.append(_("只画最前面 %(n)s 件，缩小筛选可以看别的") % {"n": grouped(MOST)})
    return _("，").join(parts)


def _point(line: cases.CaseLine, now: datetime) -> dict[str, Any]:
    clock = line_clock(line, now)
    told = {"id": str(line.id), "state": clock.state, "title": line.title, "words": clock.words}
    return {
        "type": "Feature", "id": str(line.id), "geometry": {"type": "Point", "coordinates": [line.lon, line.lat]},
        "properties": told | {"href": reverse("case", args=[line.id])},
    }  # fmt: skip
