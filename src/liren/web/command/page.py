"""/command/: the alarm strip, the figures, the map with its layers and the same as lists; `?mode=wall` for a wall."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from liren.devices.queries import drills, register
from liren.kernel import Actor, Missing
from liren.web import staff, where
from liren.web.alarms.page import judged
from liren.web.attempt import Attempt, Typed
from liren.web.board.area import areas_of, asked_area
from liren.web.command import layers
from liren.web.command.figures import cards
from liren.web.command.strip import strip
from liren.web.display import worded

RIGHT = "devices.see"


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def command_page(request: HttpRequest) -> HttpResponseBase:
    """`in` narrows to an area, `layers` says what the map draws, `mode=wall` is for a screen on the wall. POST: 知道了, 核实."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    tried = Attempt()
    if request.method == "POST":
        typed = Typed(request.POST)
        if typed.verb != "seen":
            raise Missing
        tried = judged(request, typed)
        if tried.answer is not None:
            look = request.POST.get("look")
            return redirect("alarm", UUID(str(tried.answer["alarm"]))) if look else redirect(request.get_full_path())
    shown = _now(request) | {"tried": tried, "areas": areas_of(actor, RIGHT)}
    if not shown["wall"]:
        return staff.page(request, "command/page.html", "command", shown, status=tried.status)
    return render(request, "command/page.html", {**shown, "nav": []}, status=tried.status)


@staff.staff
@require_safe
def now_part(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes by itself: strip, figures and lists, as they are at this moment."""
    staff.need(request.actor, RIGHT)  # type: ignore[attr-defined]
    answer = render(request, "command/now.html", _now(request))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _now(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    area, wall = asked_area(request, actor, RIGHT), request.GET.get("mode") == "wall"
    there = layers.offered(actor, area)
    on = layers.chosen(request, there)
    counts = register.counts(actor, area)
    asked = [("in", area), *(("layers", layer) for layer in on or [""]), *([("mode", "wall")] if wall else [])]
    return {
        "area": area, "area_name": where.long(area), "wall": wall, "on": on, "there": there, "query": urlencode(asked),
        "strip": strip(actor, area, now, wall=wall), "cards": cards(actor, area, now), "devices": sum(counts.values()), "drills": drills.running(actor, now),
        "lists": layers.lists(actor, area, on, now, wall=wall), "names": {code: worded(label) for code, label in layers.LABELS.items()},
        "may_register": bool(actor.holds("devices.register")), "door": f"{reverse('command-map', args=['layer'])}?in={area}",
    }  # fmt: skip
