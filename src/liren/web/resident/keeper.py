"""Who keeps a place: the name, post and work phone that also hang on the notice board; remembered for the first page."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import AreaCode
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web.resident import place

COOKIE = "area"
KEPT_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A place and who answers for it now. `instead` says whose part he takes, "" for the place's own keeper.

    `chain` are those one can turn to next: the grid's leader, the community.
    """

    area: str
    area_name: str
    keeper: people.PublicKeeper | None
    instead: str
    chain: tuple[people.PublicLink, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def keeper(request: HttpRequest) -> HttpResponse:
    """Search a house (?q=), name an area (?area=, also the code on a notice board), or send the phone's position.

    The area that was found is remembered in this browser; ?forget=1 forgets it.
    """
    if request.method == "POST":
        return _at_position(request)
    if request.GET.get("forget"):
        answer: HttpResponse = redirect("keeper")
        answer.delete_cookie(COOKIE)
        return answer
    area = place.known(request.GET.get("area", ""))
    q = request.GET.get("q", "").strip()
    spots = [] if area or not q else _found(request, q)
    if len(spots) == 1:
        area = spots[0]["area"]
    shown = {
        "q": q,
        "kept": with_chain(request, of_area(request, area)) if area else None,
        "found": [] if area else spots,
        "grids": place.grids(request, area) if len(area) == Level.COMMUNITY else [],
        "communities": [] if q or area else places.communities(),
        "lost": request.GET.get("lost") == "1",
    }
    answer = render(request, "resident/keeper.html", shown)
    if area:
        answer.set_cookie(COOKIE, area, max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def mine(request: HttpRequest) -> Kept | None:
    """The keeper of the place that this browser remembers; None when it remembers none, or one that is gone."""
    area = place.known(request.COOKIES.get(COOKIE, ""))
    return of_area(request, area) if area else None


def of_area(request: HttpRequest, area: str) -> Kept:
    """Who answers for an area today."""
    found = people.public_keeper(request.actor, AreaCode(area), request.now)  # type: ignore[attr-defined]
    instead = ""
    if found is not None and len(found.area) < len(area):
        instead = _("%(place)s现在没有专门的网格员，由 %(post)s先管着。") % {
            "place": places.name_of(area),
            "post": found.post_label,
        }
    return Kept(area, places.name_path(area), found, instead)


def with_chain(request: HttpRequest, kept: Kept) -> Kept:
    """The same with whom one can turn to besides: the grid's leader, the community."""
    chain = people.public_chain(request.actor, AreaCode(kept.area), request.now)  # type: ignore[attr-defined]
    first = kept.keeper
    return replace(kept, chain=tuple(c for c in chain if first is None or (c.name, c.area) != (first.name, first.area)))


def _at_position(request: HttpRequest) -> HttpResponse:
    """From a point to its micro-grid. The point is kept nowhere; only the area goes into the address."""
    lon, lat = (place.degrees(request.POST.get(name, "")) for name in ("lon", "lat"))
    at = places.locate(lon, lat) if lon is not None and lat is not None else None
    return redirect(f"{request.path}?area={at.scope}" if at else f"{request.path}?lost=1")


def _found(request: HttpRequest, q: str) -> list[dict[str, str]]:
    """Houses that the words find, with the micro-grid each stands in."""
    hits = place.houses(request, q)
    spots = ((hit, places.locate(hit.lon, hit.lat)) for hit in hits)
    return [{"area": at.scope, "label": hit.address, "note": hit.path} for hit, at in spots if at]
