"""Who keeps a place: the name, post and work phone that also hang on the notice board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liren.kernel import AreaCode
from liren.people import queries as people
from liren.places import queries as places


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """Search a house (?q=) or name an area (?area=); open to everybody."""
    q, wanted = request.GET.get("q", "").strip(), request.GET.get("area", "")
    found = places.search_places(request.actor, q, limit=8) if q else []  # type: ignore[attr-defined]
    spots = [(hit, places.locate(hit.lon, hit.lat)) for hit in found]
    area = _area(wanted) or (AreaCode(spots[0][1].scope) if len(spots) == 1 and spots[0][1] else None)
    shown = {
        "q": q,
        "area": area,
        "keeper": people.public_keeper(request.actor, area, request.now) if area else None,  # type: ignore[attr-defined]
        "keeper_area": places.name_path(area) if area else "",
        "found": [{"area": at.scope, "label": hit.address, "note": hit.path} for hit, at in spots if at and not area],
        "communities": [] if q or area else places.communities(),
    }
    return render(request, "resident/keeper.html", shown)


def _area(code: str) -> AreaCode | None:
    try:
        return AreaCode(code)
    except ValueError:
        return None
