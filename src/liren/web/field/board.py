"""公示牌: the sheet that hangs at the entrance: which micro-grid this is, who keeps it, whom to call, where to report.

The keeper's name and work phone are public by the rules of grid work (《滨州市社会治理网格化服务管理条例》 art. 6); nothing
else of a person stands on it.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web import qr, staff, where
from liren.web.display import date_words
from liren.web.field import ground

POSTS = ("micro_grid_keeper", "grid_keeper", "grid_leader", "community_secretary")


@staff.staff
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of one kept area; its code leads to a report with the area filled in. Raises Missing for another's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    area = _kept(actor, code)
    card = places.area_card(actor, area)
    if card is None:
        raise Missing
    chain = [h for h in people.duty_chain(actor, area, now) if h.post in POSTS]
    address = request.build_absolute_uri(f"{reverse('report')}?area={area}")
    return render(
        request, "field/board.html",
        {
            "code": area, "name": where.long(area), "short": places.name_of(area), "community": places.name_of(area[: Level.COMMUNITY]),
            "town": places.name_of(area[: Level.TOWN]), "card": card, "buildings": places.buildings_of(actor, area), "chain": chain,
            "picture": qr.picture(address), "address": address, "day": date_words(now), "year": now.year,
        },
    )  # fmt: skip


def _kept(actor: Actor, code: str) -> AreaCode:
    """The area of an address, when the person keeps it or what it lies in."""
    try:
        area = AreaCode(code)
    except ValueError:
        raise Missing from None
    if not any(own.covers(area) for own in ground.kept(actor)):
        raise Missing
    return area
