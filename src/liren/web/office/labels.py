"""张贴码: sheets of A4 with the codes of houses, areas, rooms or devices, to be cut up and posted; each opens the form filled in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from liren.devices.queries import register as devices
from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.places import queries as places
from liren.venues import queries as venues
from liren.web import posted, qr, staff, where
from liren.web.display import date_words
from liren.web.office import choices, export

RIGHT = "places.see"
ON_SHEET = 8
MOST = 120
SORTS = {"building": _("楼栋"), "area": _("网格和微网格"), "room": _("阵地里的房间"), "device": _("设备")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One code to post: what it stands for, where that lies, the address and its picture ("" until it is drawn)."""

    name: str
    place: str
    address: str
    picture: str = ""


@staff.staff
@require_safe
def labels_page(request: HttpRequest) -> HttpResponseBase:
    """The labels of one area (`in`) and sort (`of`), eight on a sheet; `csv` and `xlsx` give the addresses as a list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    sort = request.GET.get("of", "building")
    area = request.GET.get("in", "") or choices.widest(actor)
    if sort not in SORTS or places.area_card(actor, area) is None:
        raise Missing
    found = [
        Label(name=name, place=place, address=posted.address(request, code, id)) for code, id, name, place in _of(actor, area, sort)
    ]  # fmt: skip
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [str(SORTS[sort]), str(_("在哪里")), str(_("网址"))]
        return export.table(request, str(_("张贴码")), head, [(one.name, one.place, one.address) for one in found])
    shown = {
        "tabs": [
            {"href": f"?in={area}&of={code}", "name": label, "count": None, "current": code == sort} for code, label in SORTS.items()
        ],
        "sort": sort, "area": area, "name": where.long(area), "count": len(found), "most": MOST,
        "sheets": _sheets(found) if len(found) <= MOST else [],
        "inside": [(code, name) for code, name in places.below(actor, area, _next(area))] if len(area) < Level.MICRO_GRID else [],
        "up": area[: _up(area)] if len(area) > len(choices.widest(actor)) else "", "day": date_words(request.now),  # type: ignore[attr-defined]
    }  # fmt: skip
    return staff.page(request, "office/labels.html", "office", shown)


def _of(actor: Actor, area: str, sort: str) -> list[tuple[str, str, str, str]]:
    """(letter, id, name, place) of everything of a sort inside an area."""
    if sort == "building":
        found = places.buildings_of(actor, area)
        names = places.names(actor, [str(b.area) for b in found if b.area])
        return [(posted.BUILDING, str(b.id), b.address, names.get(str(b.area), "")) for b in found]
    if sort == "room":
        return [
            (posted.ROOM, str(r.id), f"{r.venue_name} {r.name}", where.long(r.area))
            for r in venues.rooms_within(actor, area)
        ]
    if sort == "device":
        here = devices.mine(actor, within=area)
        return [(posted.DEVICE, str(d.id), f"{d.name} {d.position}".strip(), where.long(d.area)) for d in here]
    inside = [a for a in places.tree(actor) if a.code.startswith(area) and len(a.code) >= Level.GRID]
    return [(posted.AREA, str(a.code), where.long(a.code), places.name_of(a.code[: Level.COMMUNITY])) for a in inside]


def _sheets(found: list[Label]) -> list[list[Label]]:
    drawn = [
        Label(name=one.name, place=one.place, address=one.address, picture=qr.picture(one.address)) for one in found
    ]
    return [drawn[n : n + ON_SHEET] for n in range(0, len(drawn), ON_SHEET)]


def _next(area: str) -> Level:
    return next(level for level in Level if level > len(area))


def _up(area: str) -> int:
    return max(level for level in Level if level < len(area))
