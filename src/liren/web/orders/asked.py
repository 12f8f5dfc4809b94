"""One form of a request for help, read and shown: by whoever asks for themselves, and by whoever asks for a caller."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.kernel import AreaCode, Code
from liren.kernel.ids import new_id
from liren.services.commands import PlaceOrder, Time
from liren.web.attempt import Typed
from liren.web.orders import choices
from liren.web.resident import place
from liren.web.resident.draft import COMMUNITY

IN_PLACE = dict.fromkeys(("area", "building", "lon", "lat", "place"), "q")
"""The command's fields of a place, and the field of the form beside which their refusals stand."""
SEARCHES = ("search", "grids")
"""The buttons that only look a place up."""
TOO_OLD = "这一页放得太久了，请重新打开再填。"


def command(typed: Typed, kind: str, order: UUID, **more: Any) -> PlaceOrder:
    """The request as it was typed; what can't be read is blamed on its field. `more`: channel and on_behalf."""
    building = typed.uuid("building", _("请重新找一下门牌。"), optional=True)
    grid = typed.text("grid")
    area = place.known(grid if grid.startswith(typed.text("area")) else "") or place.known(typed.text("area"))
    if building is None and not area:
        typed.blame("q", _("还没有说家在哪里。从门牌里找，或者选在哪个社区。"))
    elif building is None and len(area) <= COMMUNITY:
        typed.blame("grid", _("请再选是哪个网格，楼道口的公示牌上写着。不知道就从门牌里找。"))
    return PlaceOrder(
        order=order,
        note=typed.uuid("note", _(TOO_OLD), optional=True) or new_id(),
        kind=Code(kind),
        words=typed.text("words"),
        address=typed.text("address"),
        phone=typed.text("phone"),
        name=typed.text("name"),
        building=building,
        area=AreaCode(area) if area and building is None else None,
        gender=Code(typed.text("gender") or "any"),
        neighbour=typed.has("neighbour"),
        no_visit=typed.has("no_visit"),
        times=_times(typed),
        **more,
    )


def _times(typed: Typed) -> tuple[Time, ...]:
    found = []
    for value in typed.data.getlist("times"):  # type: ignore[attr-defined]
        day, _slash, part = value.partition("/")
        try:
            found.append(Time(day=date.fromisoformat(day), part=part))
        except ValueError:
            typed.blame("times", _("请从表里选方便的时间。"))
    return tuple(found)


def shown(request: HttpRequest, typed: Typed) -> dict[str, Any]:
    """What the parts of the form need: everything typed, the places found, the times of the next days."""
    q, area = typed.text("q"), place.known(typed.text("area"))
    return {
        "typed": typed.values(),
        "picked": request.POST.getlist("times"),
        "days": choices.days(request.now),  # type: ignore[attr-defined]
        "genders": choices.genders(),
        "q": q,
        "searching": typed.verb in SEARCHES,
        "found": place.search(request, q) if q else [],
        "communities": place.communities(),
        "area": area[:COMMUNITY],
        "grids": place.grids(request, area),
        "order": typed.text("order") or str(new_id()),
        "note": typed.text("note") or str(new_id()),
        "key": str(typed.key),
    }
