"""What the board's map colours: the areas inside one, level by level, so that a whole county says something too."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liren.cases.queries import board as numbers
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web import where
from liren.web.board.cards import link
from liren.web.display import grouped

SAYS = {
    Level.TOWN: gettext_lazy("%(n)s 个镇（街道）有在办的事，其中 %(late)s 个有超期"),
    Level.COMMUNITY: gettext_lazy("%(n)s 个村（社区）有在办的事，其中 %(late)s 个有超期"),
    Level.GRID: gettext_lazy("%(n)s 个网格有在办的事，其中 %(late)s 个有超期"),
    Level.MICRO_GRID: gettext_lazy("%(n)s 个微网格有在办的事，其中 %(late)s 个有超期"),
}


def levels(viewer: Actor, area: str, now: datetime) -> list[dict[str, Any]]:
    """`{"side": metres across, "says", "areas"}` of each level below `area` that has outlines, the widest first.

    The map shows the finest level whose areas are large enough to be seen; each counts everything inside it.
    """
    sides = places.sides(area)
    drawn = [level for level in SAYS if level in sides and level > len(area)] or [Level.MICRO_GRID]
    return [_level(viewer, area, now, level, sides.get(level, 0.0)) for level in drawn]


def _level(viewer: Actor, area: str, now: datetime, level: Level, side: float) -> dict[str, Any]:
    found = numbers.open_places(viewer, area, now, level)
    middles = places.middles(viewer, [code for code, _open, _late in found])
    late = sum(late > 0 for _code, _open, late in found)
    says = str(SAYS[level]) % {"n": grouped(len(found)), "late": grouped(late)}
    return {"side": round(side), "says": says, "areas": [_area(*one, middles) for one in found]}


def _area(code: str, open_: int, late: int, middles: dict[str, tuple[float, float]]) -> dict[str, Any]:
    lon, lat = middles.get(code, (None, None))
    return {
        "code": code, "lon": lon, "lat": lat, "step": 2 if late else 1 if open_ else 0,
        "title": where.short(code), "href": link("open", code),
        "figure": _("超期 %(late)s 件") % {"late": grouped(late)} if late else _("%(n)s 件") % {"n": grouped(open_)},
    }  # fmt: skip
