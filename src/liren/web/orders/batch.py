"""成批配人: every waiting order of an area with the member it would go to and why; whoever assigns may overrule each."""

from datetime import datetime
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode, Refusal
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import AskBatch, AssignOrder
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.office import choices as lists
from liren.web.orders.reasons import because


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def batch_page(request: HttpRequest) -> HttpResponse:
    """`in` an area. Up to 200 orders are matched at once; more by the worker, and the page waits for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "services.triage")
    now: datetime = request.now  # type: ignore[attr-defined]
    within = request.POST.get("in", "") or request.GET.get("in", "")
    area = (
        AreaCode(within)
        if within.isascii() and within.isdigit() and places.version_of(within)
        else AreaCode(_own(actor))
    )
    if request.method == "POST" and request.POST.get("do") == "assign":
        _assign(request)
        return redirect(f"{reverse('order-batch')}?in={area}")
    waiting = services.waiting(actor, area)
    card = None
    if waiting and waiting <= services.AT_ONCE:
        card = services.suggest(actor, area, now)
    elif waiting:
        if request.method == "POST":
            gate.execute(AskBatch(batch=new_id(), area=area), actor=actor, now=now, key=Typed(request.POST).key)
            return redirect(f"{reverse('order-batch')}?in={area}")
        last = services.last_batch(actor, area)
        card = services.batch_card(actor, last) if last else None
    shown = {
        "area": area, "area_name": places.name_of(area), "waiting": waiting, "card": card, "key": new_id(),
        "at_once": waiting <= services.AT_ONCE, "areas": places.below(actor, _own(actor), Level.COMMUNITY),
        "without": sum(s.member is None for s in card.suggestions) if card else 0,
        "lines": [(s, because(s.why)) for s in card.suggestions] if card else [],
    }  # fmt: skip
    return staff.page(request, "orders/batch.html", "orders", shown)


def _own(actor: Actor) -> str:
    """The widest area whose orders this person sees to."""
    return min((str(g.area) for g in actor.holds("services.triage")), key=len, default=lists.widest(actor))


def _assign(request: HttpRequest) -> None:
    """Each picked order to its member, with a key of its own; those that moved on meanwhile are told by number."""
    typed, done, failed = Typed(request.POST), 0, []
    for pick in request.POST.getlist("pick"):
        order, _colon, member = pick.partition(":")
        try:
            command = AssignOrder(order=UUID(order), member=UUID(member))
            gate.execute(command, actor=request.actor, now=request.now, key=uuid5(typed.key, order))  # type: ignore[attr-defined]
            done += 1
        except (Refusal, ValueError) as no:
            failed.append(no.sentence if isinstance(no, Refusal) else _("有一行读不出来，请刷新再选。"))
    if done:
        messages.success(request, _("请了 %(n)d 位队员，已经告诉他们本人。") % {"n": done})
    for sentence in dict.fromkeys(failed):
        messages.error(request, _("有的没有派成：%(why)s") % {"why": sentence})
    if not done and not failed:
        messages.error(request, _("还没有选。勾上要派的单再按“照这样派”。"))
