"""The area that a page of the board is about."""

from django.http import HttpRequest

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level


def asked_area(request: HttpRequest, actor: Actor, right: str) -> str:
    """The area asked for if it is one of the viewer's, else the widest of theirs."""
    mine = sorted({g.area for g in actor.holds(right)}, key=lambda a: (len(a), a))
    asked = request.GET.get("in", "")
    if asked.isdigit() and len(asked) in list(Level) and any(a.covers(AreaCode(asked)) for a in mine):
        return asked
    return str(mine[0])
