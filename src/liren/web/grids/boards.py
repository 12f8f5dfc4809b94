"""公示牌, one A4 for every micro-grid of a grid: which it is, a map, who keeps it, whom to call, where to report.

The keeper's name and work phone are public by the rules of grid work (《滨州市社会治理网格化服务管理条例》 art. 6: name, area,
keeper, phone and supervision phone, posted where residents gather and changed at once); nothing else of a person is.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.people import queries as people
from liren.people.kinds import LINE_FAMILY
from liren.places import queries as places
from liren.places.queries import Division
from liren.web import qr, staff, where
from liren.web.display import date_words
from liren.web.grids import drawing, studio


@staff.staff
@require_safe
def boards(request: HttpRequest, code: str) -> HttpResponse:
    """All sheets of a grid as one document to print; each QR opens a report with the micro-grid filled in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    grid = studio.grid_of(actor, code)
    found = places.divided_now(actor, grid)
    if found is None:
        raise Missing
    return render(
        request, "grids/boards.html",
        {
            "grid": grid, "name": where.long(grid), "community": places.name_of(grid[: Level.COMMUNITY]),
            "town": places.name_of(grid[: Level.TOWN]), "sheets": [_sheet(request, found, p.number, now) for p in found.measures.parts],
            "day": date_words(now), "year": now.year, "line": catalogue.entry(LINE_FAMILY, "supervision", area=grid, at=now).spec,
        },
    )  # fmt: skip


def _sheet(request: HttpRequest, found: Division, part: int, now: datetime) -> dict[str, Any]:
    area = AreaCode(found.codes.of[part].code)
    address = request.build_absolute_uri(f"{reverse('report')}?area={area}")
    measured = next(p for p in found.measures.parts if p.number == part)
    return {
        "code": area, "name": where.long(area), "part": part, "households": measured.households, "buildings": measured.buildings,
        "chain": people.public_chain(request.actor, area, now), "picture": qr.picture(address), "address": address,  # type: ignore[attr-defined]
        "map": drawing.picture(found, where.long(area), marked=[n for n, label in enumerate(found.labels) if label == part]),
    }  # fmt: skip
