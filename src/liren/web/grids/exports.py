"""A division taken along: GeoJSON of its micro-grids, XLSX of its buildings."""

import json
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode, Missing
from liren.places import queries as places
from liren.places.queries import Division, PlanCard
from liren.web import where
from liren.web.office import export
from liren.web.sheets import geo


def of(request: HttpRequest, grid: AreaCode, card: PlanCard | None) -> HttpResponseBase:
    """The plan, or without one the grid as it is. `geojson` is what the import of a drawn plan reads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = places.division(actor, card) if card and "now" not in request.GET else places.divided_now(actor, grid)
    if found is None:
        raise Missing
    name = _("%(grid)s 微网格划分") % {"grid": where.long(grid)}
    if "xlsx" in request.GET:
        head = [_("楼栋编号"), _("门牌地址"), _("楼栋名称"), _("户数"), _("现在的微网格"), _("方案里的微网格")]
        return export.table(request, name, head, [
            (one.code, one.address, one.name, one.households, one.area or "", found.codes.of[label].code)
            for one, label in zip(found.dwellings, found.labels, strict=True)
        ])  # fmt: skip
    answer = HttpResponse(json.dumps(_collection(found), ensure_ascii=False), content_type=geo.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.geojson") or "attachment"
    return answer


def _collection(found: Division) -> dict[str, Any]:
    parts = {p.number: p for p in found.measures.parts}
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(found.shape_degrees(number))),
                "properties": {
                    "code": str(found.codes.of[number].code), "name": found.names.get(number, ""),
                    "new": found.codes.of[number].new, "households": parts[number].households,
                    "buildings": parts[number].buildings,
                },
            }
            for number in sorted(found.shapes)
        ],
    }  # fmt: skip
