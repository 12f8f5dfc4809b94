"""The leader's board: three questions, indicators, areas; each number a link to exactly its cases. `?mode=wall` for a wall."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.queries import board as numbers
from liren.cases.rules.board import SETS, WINDOW
from liren.kernel import Actor, Missing
from liren.places import queries as places
from liren.web import staff, where
from liren.web.board import asks, coloured, party
from liren.web.board.area import areas_of, asked_area
from liren.web.board.cards import by_week, cards, link
from liren.web.board.doors import doors
from liren.web.board.hosts import hosts
from liren.web.board.team import team
from liren.web.board.whistles import standing
from liren.web.desk.view import line_clock
from liren.web.display import worded

RIGHT = "cases.urge"
PAGE = numbers.PAGE
WALL_S = "60"  # a screen on the wall asks again by itself, with no script and nobody at it


@staff.staff
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`in` narrows to an area of the viewer's, `mode=wall` is the same page for a screen on the wall."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    area = asked_area(request, actor, RIGHT)
    found = numbers.figures(actor, area, now)
    by_place = numbers.places(actor, area, now)
    rows = asks.area_rows(by_place, young=found.young)
    worse = asks.worse(rows, by_place, now)
    urgent = numbers.listed(actor, "danger", area, now, 0, size=1) if found.now["danger"] else []
    latest = numbers.listed(actor, "late", area, now, 0, size=asks.ROWS) if found.now["late"] else []
    shown: dict[str, Any] = {
        "area": area, "area_name": where.long(area), "areas": areas_of(actor, RIGHT), "found": found.now, "wall": request.GET.get("mode") == "wall",
        "late": asks.late(latest, now), "worse": worse[: asks.ROWS], "worse_count": len(worse), "young": found.young, "help": asks.help(found, area),
        "danger": [(f"{line.kind_label}，{asks.place(line)}", line, line_clock(line, now)) for line in urgent],
        "cards": cards(found, area, now), "rows": [r for r in rows if r.open or r.change.this],
        "calm": [r.name for r in rows if not r.open and not r.change.this], "empty": not any(found.now.values()) and not any(found.weeks[0].values()),
        "links": {name: link(name, area) for name, one in SETS.items() if not one.at}, "window": WINDOW,
        "party": party.coverage(actor, area, now), "party_link": party.link(area), "map": f"{reverse('board-map')}?in={area}",
        "doors": doors(actor, area, now), "hosts": hosts(actor, area), "team": team(actor, area, now), "whistles": standing(actor, area, now),
    }  # fmt: skip
    answer = staff.page(request, "board/board.html", "board", shown)
    if shown["wall"]:
        answer.headers["Refresh"] = WALL_S
    return answer


@staff.staff
@require_safe
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """The cases behind a number: the same set, area (`in`) and window (`weeks`), a page of fifty at a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    if name not in SETS:
        raise Missing
    area, page = asked_area(request, actor, RIGHT), _number(request, "page", 0, 1000)
    weeks = _number(request, "weeks", WINDOW, 8) or WINDOW
    found = numbers.figures(actor, area, now)
    count = found.of(name, weeks) if SETS[name].at else found.now[name]
    lines = numbers.listed(actor, name, area, now, weeks, page=page)
    shown = {
        "label": worded(SETS[name].label), "count": count, "area_name": where.long(area), "timed": bool(SETS[name].at), "weeks": weeks,
        "lines": [(line, line_clock(line, now), asks.place(line)) for line in lines], "board": f"{reverse('board')}?in={area}",
        "trend": by_week(found, name, now) if SETS[name].at and not page else [],
        "first": page * PAGE + 1, "last": page * PAGE + len(lines),
        "before": link(name, area, weeks, page=str(page - 1)) if page else "",
        "after": link(name, area, weeks, page=str(page + 1)) if (page + 1) * PAGE < count else "",
    }  # fmt: skip
    return staff.page(request, "board/cases.html", "board", shown)


@staff.staff
@require_safe
def on_map(request: HttpRequest) -> JsonResponse:
    """What the map colours: every level below the area by what is open and late, for `c-map` in its mode `areas`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    area = asked_area(request, actor, RIGHT)
    levels = coloured.levels(actor, area, request.now)  # type: ignore[attr-defined]
    steps = [_("没有"), _("有在办的"), _("有超期的")]
    return JsonResponse({"steps": steps, "levels": levels, "bounds": places.bounds_of(area)})


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else usual
