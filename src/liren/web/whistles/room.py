"""吹哨: call several units to one case, and the page on which they work together until both sides have rated."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from liren.cases import queries as cases
from liren.cases.queries import whistles
from liren.cases.rules.blowing import BLOWN_IN
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import worded
from liren.web.whistles import forms
from liren.web.whistles.shown import shown

DONE = {
    "blow": gettext_lazy("哨吹出去了，叫到的各家已经收到消息。"),
    "call": gettext_lazy("叫了，它已经收到消息，时限从现在起算。"),
    "answer": gettext_lazy("响应记下了。到了现场点“我们到了”。"),
    "arrive": gettext_lazy("到场记下了。下面写要办的事，办好打勾。"),
    "object": gettext_lazy("记下了，等吹哨的人定。"),
    "decide": gettext_lazy("定下来了，已经告诉那一家。"),
    "plan": gettext_lazy("写上了。"),
    "task-done": gettext_lazy("打上勾了。"),
    "task-drop": gettext_lazy("这一条去掉了。"),
    "finish": gettext_lazy("您这家办好了，辛苦。各家都办完以后请互评。"),
    "release": gettext_lazy("已放行。"),
    "rate-response": gettext_lazy("评过了。"),
    "rate-whistle": gettext_lazy("评过了。"),
    "call-off": gettext_lazy("哨撤了，各家不用再来。"),
}


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def whistle_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The whistles of one case: the open one with every step, the form to blow one, those that are over."""
    do, about = request.POST.get("do", ""), request.POST.get("about", "")
    typed = Typed(request.POST, f"{do}-{about}" if about else "")
    tried = Attempt()
    if request.method == "POST":
        tried = _ordered(request, id, do, about, typed)
        if tried.answer is not None:
            messages.success(request, str(DONE[do]))
            return redirect(_back(request) or redirect("whistle", id).url)
    return _page(request, id, do, about, typed, tried)


def _ordered(request: HttpRequest, id: UUID, do: str, about: str, typed: Typed) -> Attempt:
    if do == "blow":
        units = [UUID(text) for text in request.POST.getlist("units") if len(text) == 36]
        calls = tuple(uuid5(typed.key, str(unit)) for unit in units)
        return attempt(request, typed, lambda: forms.blow(id, typed, units, calls))
    if do not in DONE or len(about) != 36:
        raise Missing
    return attempt(request, typed, lambda: forms.order(id, do, UUID(about), typed))  # type: ignore[arg-type,return-value]


def _page(request: HttpRequest, id: UUID, do: str, about: str, typed: Typed, tried: Attempt) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cases.case_card(actor, id, now)
    side = whistles.side_of(actor, id)
    cards = whistles.whistles_of(actor, id)
    found = shown(actor, cards, side, now)
    running = next((w for w in found if w.open), None)
    if running is not None and side.raiser:
        more = forms.another(next(w for w in cards if w.id == running.id), _callable(actor, card))
        running = replace(running, forms=(*running.forms[:-1], *more, *running.forms[-1:]))
    context: dict[str, Any] = {
        "id": id, "number": card.number, "title": card.title, "w": running, "over": [w for w in found if not w.open],
        "raiser": side.raiser, "key": new_id(), "problems": tried.problems, "tried": f"{do}-{about}", "typed": typed.values(),
        "errors": {p.field: p.sentence for p in tried.problems}, "figures": actor.holds("cases.see"),
    }  # fmt: skip
    if running is None and side.raiser:
        context |= _blowing(request, actor, card, now)
    return staff.page(request, "whistles/room.html", "desk", context, status=tried.status)


def _blowing(request: HttpRequest, actor: Actor, card: cases.CaseCard, now: datetime) -> dict[str, Any]:
    """What the form asks: the kinds with their limits, the units that may be called, what was chosen before."""
    kinds = [
        (k.code, worded(k.label), _("%(when)s%(ack)s内响应，%(there)s内到场，%(done)s内办好。") % {
            "when": worded(k.when), "ack": k.acknowledge, "there": k.arrive, "done": k.done})
        for k in whistles.kinds_of(actor, card.case.scope, now)
    ]  # fmt: skip
    units = _callable(actor, card)
    why = "" if card.case.state in BLOWN_IN else _("只有还在办的事能吹哨；已经反馈或结束的，请先要求重办。")
    return {"kinds": kinds, "units": units, "chosen": request.POST.getlist("units"), "why_not": why}


def _callable(actor: Actor, card: cases.CaseCard) -> list[tuple[str, str]]:
    """The units that may be called to a case: not the one that leads, nor the one complained of."""
    return [
        (str(u.id), u.name)
        for u in people.unit_tree(actor)
        if u.id not in (card.case.unit, card.case.about_unit) and u.kind != "party"
    ]


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    return back if back.startswith(("/work/", "/case/")) else ""
