"""微网格: where one is keeper, with households, houses, and whom to turn to."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web import staff, where


def kept(actor: Actor) -> list[AreaCode]:
    """The areas one keeps, smallest first; those inside a larger one that is kept as well come before it."""
    return sorted({g.area for g in actor.holds("cases.keep")}, key=lambda a: (-len(a), a))


def micro_grids(actor: Actor) -> list[tuple[str, str]]:
    """Every micro-grid one answers for as (code, name): where a report can be placed by hand."""
    own = kept(actor)
    seen = [a.code for a in places.tree(actor) if a.code.level is Level.MICRO_GRID]
    return [(str(code), where.long(code)) for code in seen if any(area.covers(code) for area in own)]


@staff.staff
@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """Each kept area: its numbers, its houses, the people one turns to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.keep")
    own = kept(actor)
    smallest = [a for a in own if not any(a != b and a.covers(b) for b in own)] or own
    return staff.page(request, "field/ground.html", "ground", {"areas": [_area(request, a) for a in smallest]})


def _area(request: HttpRequest, code: AreaCode) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    chain = [h for h in people.duty_chain(actor, code, now) if h.account != actor.account]
    return {
        "code": code, "issues": any(g.area.covers(code) for g in actor.holds("notices.issue")), "name": where.long(code), "card": places.area_card(actor, code), "buildings": places.buildings_of(actor, code),
        "chain": [(h, where.long(h.area)) for h in chain],
    }  # fmt: skip
