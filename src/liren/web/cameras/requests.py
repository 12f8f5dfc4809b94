"""看视频审批: requests for views without a case, and residents' requests to see recordings (art. 21)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands import views as c
from liren.devices.queries import footage, views
from liren.devices.rules.footage import DECISIONS, GROUNDS, RELATIONS
from liren.devices.rules.views import MODES
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import Problem, clock_words, full_words, moment_words, worded

PURPOSE_MOST = 200


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def requests_page(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided lately."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cameras.approve")
    which = request.POST.get("request", "")
    typed, tried = Typed(request.POST, which), Attempt()
    if request.method == "POST":
        order = c.DecideView(
            request=typed.read("id", UUID, _("请从列表里选一份申请。")) or new_id(), approved=typed.verb == "yes",
            reason=typed.text("reason"),
        )  # fmt: skip
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            messages.success(request, _("已批准，对方一小时内可以开票。") if order.approved else _("已答复不同意。"))
            return redirect("camera-requests")
    found = views.requests(actor)
    purposes = {one.code: one.label for one in views.purposes(actor, _area(actor), now)}
    shown = {
        "waiting": [_line(one, purposes, now, actor) for one in found if one.decided_at is None],
        "decided": [_line(one, purposes, now, actor) for one in found if one.decided_at is not None],
        "footage": [
            {"card": card, "where": where.long(card.area), "clock": clock_words(card.due_at, now), "ground": GROUNDS[card.ground],
             "decision": worded(DECISIONS[card.decision]) if card.decision else ""}
            for card in footage.footage_requests(actor)
        ],
        "tried": tried, "typed": typed.values(), "which": which, "key": new_id(),
    }  # fmt: skip
    return staff.page(request, "cameras/requests.html", "cameras", shown, status=tried.status)


def _area(actor: Actor) -> str:
    return min((str(g.area) for g in actor.grants), key=lambda code: (len(code), code))


def _line(one: views.RequestCard, purposes: dict[str, str], now: datetime, actor: Actor) -> dict[str, object]:
    return {
        "one": one, "id_text": str(one.id), "purpose": worded(purposes.get(one.purpose, one.purpose)), "mode": worded(MODES[one.mode]),
        "asked": moment_words(one.asked_at, now), "decided": moment_words(one.decided_at, now) if one.decided_at else "",
        "own": one.asked_by == actor.account,
    }  # fmt: skip


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def footage_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One resident's request: who asks is shown after saying why one has to know; the answer has a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = footage.footage_card(actor, id)
    typed, tried, asker = Typed(request.POST), Attempt(), None
    if request.method == "POST" and typed.verb == "reveal":
        purpose = typed.text("purpose")
        if 2 <= len(purpose) <= PURPOSE_MOST:
            asker = footage.asker(actor, card, purpose)
        else:
            sentence = _("写一句为什么要看，例如“约查阅时间”，最多 200 字。")
            tried = Attempt(status=422, problems=(Problem("purpose", sentence),))
    elif request.method == "POST":
        order = c.DecideFootage(request=id, decision=typed.text("decision"), reason=typed.text("reason"))
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            messages.success(request, _("已答复，申请人用他的网址看得到。"))
            return redirect("camera-requests")
    shown = {
        "card": card, "where": where.long(card.area), "clock": clock_words(card.due_at, now), "ground": GROUNDS[card.ground],
        "relation": RELATIONS[card.relation], "since": full_words(card.since), "until": full_words(card.until),
        "decisions": [(code, worded(label)) for code, label in DECISIONS.items()], "asker": asker, "tried": tried,
        "typed": typed.values(), "key": new_id(), "crumbs": ((reverse("camera-requests"), _("看视频审批")),),
        "here_name": _("查阅录像的申请"), "decision": worded(DECISIONS[card.decision]) if card.decision else "",
    }  # fmt: skip
    return staff.page(request, "cameras/footage_request.html", "cameras", shown, status=tried.status)
