"""The area that a page of the board is about."""

from django.http import HttpRequest

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.places import queries as places


def asked_area(request: HttpRequest, actor: Actor, right: str) -> str:
    """The area asked for if it is one of the viewer's, else the widest of theirs."""
    mine = sorted({g.area for g in actor.holds(right)}, key=lambda a: (len(a), a))
    asked = request.GET.get("in", "")
    if asked.isdigit() and len(asked) in list(Level) and any(a.covers(AreaCode(asked)) for a in mine):
        return asked
    return str(mine[0])


def areas_of(actor: Actor, right: str) -> list[tuple[str, str]]:
    """What a board can be narrowed to: the areas of the viewer's right and the towns and communities inside, code and name."""
    mine = {g.area for g in actor.holds(right)}
    inside = {c for a in mine for level in (Level.TOWN, Level.COMMUNITY) for c, _name in places.below(actor, a, level)}
    shown = sorted(mine | inside)
    return [(str(code), ("　" if code.level is Level.COMMUNITY else "") + places.name_of(code)) for code in shown]
