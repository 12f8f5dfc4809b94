"""交班留言: what one shift leaves to the next, read and taken over by whoever comes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.cases import queries as cases
from liren.cases.commands import desks as orders
from liren.cases.rules.desks import SHIFTS, shift_at
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import gate
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.desk.choices import Option
from liren.web.desk.toasts import tell, toasts
from liren.web.display import worded


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """The last ones, and the form of one's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.dispatch")
    if request.method != "POST":
        return _page(request, Typed({}), Attempt())
    typed = Typed(request.POST)
    area = typed.area("area") or AreaCode("00")
    shift = typed.read("shift", Code, _("还没有选班次，请选白班、中班或夜班。")) or Code("none")
    tried = attempt(
        request, typed,
        lambda: orders.LeaveHandover(handover=typed.key, area=area, shift=shift, words=typed.text("words")),
    )  # fmt: skip
    if tried.answer is None:
        return _page(request, typed, tried)
    tell(request, _("留好了。接班的人一打开受理台就看得到。"))
    return redirect("desk-handover")


@staff.staff
@require_POST
def read(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever comes has read it and takes over."""
    gate.execute(
        orders.AcknowledgeHandover(handover=id), actor=request.actor, now=request.now, key=Typed(request.POST).key,  # type: ignore[attr-defined]
    )  # fmt: skip
    tell(request, _("记下了：您已经看过，接了班。"))
    return redirect("desk-handover")


def _page(request: HttpRequest, typed: Typed, tried: Attempt) -> HttpResponse:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    areas = [(str(g.area), places.name_of(g.area)) for g in actor.holds("cases.dispatch")]
    counts = cases.counts(actor, now)
    shown: dict[str, Any] = {
        "left": [(one, where.long(one.area), new_id()) for one in cases.handovers(actor, now)],
        "areas": list(dict.fromkeys(areas)), "area": typed.text("area") or (areas[0][0] if areas else ""),
        "shifts": [Option(code, worded(label)) for code, label in SHIFTS.items()], "shift": typed.text("shift") or shift_at(now),
        "words": typed.text("words") if request.method == "POST" else _start(counts), "problems": tried.problems,
        "wrong": tried.error("words"), "wrong_shift": tried.error("shift"), "key": typed.key, "toasts": toasts(request),
        "here": request.path,
    }  # fmt: skip
    return staff.page(request, "desk/handover.html", "desk", shown, status=tried.status)


def _start(counts: dict[str, int]) -> str:
    """What the figures of this moment say already, so that only what they do not say need be written."""
    return _("现在超期 %(late)d 件，2 小时内到期 %(soon)d 件，待派遣 %(to)d 件。要接着盯的：") % {
        "late": counts.get("late", 0), "soon": counts.get("soon", 0), "to": counts.get("to_dispatch", 0),
    }  # fmt: skip
