"""One's own order: the receipt, where it stands, and what the requester may do: confirm, rate, add, call off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor, Missing
from liren.services import commands as c
from liren.services import queries as services
from liren.services.kinds import SATISFACTION
from liren.services.rules.stations import BY_CODE
from liren.web.attempt import Typed, attempt
from liren.web.display import Clock, Problem, clock_words, moment_words
from liren.web.orders import choices, story
from liren.web.qr import picture
from liren.web.secret_link import CASE, ORDER
from liren.web.telling import report as telling

NEXT = (
    (gettext_lazy("社区核实"), gettext_lazy("打个电话问清楚，%(triage)s内。")),
    (gettext_lazy("附近的人接单"), gettext_lazy("接单的人能看到您的电话和门牌，别人看不到。%(claim)s小时没人接，就请全镇的队员；再没人接，社区自己来办。")),
    (gettext_lazy("约时间，来帮忙"), gettext_lazy("谁来、什么时候来，写在进度页。")),
    (gettext_lazy("您确认"), gettext_lazy("解决了才算数。没解决，社区重新安排。")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """One form of the page: how it becomes a command, which field its refusals belong to, what is said afterwards."""

    build: Callable[[UUID, Typed], c.OrderCommand]
    field: str
    done: Any


def _confirm(order: UUID, t: Typed) -> c.OrderCommand:
    if t.text("solved") not in ("yes", "no"):
        t.blame("solved", _("请选解决了没有。"))
    words = t.text("confirm_words")
    return c.ConfirmOrder(order=order, solved=t.text("solved") == "yes", note=t.key if words else None, words=words)


def _rate(order: UUID, t: Typed) -> c.OrderCommand:
    satisfied = t.number("satisfied", _("请选满意不满意。")) or 0
    words = t.text("rate_words")
    return c.RateOrder(order=order, satisfied=satisfied, note=t.key if words else None, words=words)


def _words(order: UUID, t: Typed) -> c.OrderCommand:
    return c.AddOrderWords(order=order, note=t.key, words=t.text("more_words"))


def _cancel(order: UUID, t: Typed) -> c.OrderCommand:
    words = t.text("cancel_words")
    return c.CancelOrder(order=order, note=t.key if words else None, reason=words)


DEEDS = {
    "confirm": Deed(_confirm, "solved", gettext_lazy("记下了，谢谢您。")),
    "rate": Deed(_rate, "satisfied", gettext_lazy("评单记下了，谢谢您。")),
    "words": Deed(_words, "more_words", gettext_lazy("补充的话已经转给办这件事的人。")),
    "cancel": Deed(_cancel, "cancel_words", gettext_lazy("已经取消。以后要帮忙，随时再点。")),
}
DONE = {name: deed.done for name, deed in DEEDS.items()} | {"told": gettext_lazy("记下了，有了进展就这样告诉您。")}


@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """/o/<token>. Raises Missing for an unknown or expired link."""
    if services.by_link(request.actor, token, request.now) is None:  # type: ignore[attr-defined]
        raise Missing("这个网址打不开求助：可能抄漏了，也可能已经过期。请用查询码，或者打 12345。")
    return ORDER.go(request, "order-track", token)


@require_safe
def from_case(request: HttpRequest) -> HttpResponse:
    """From the page of a report to the order that answers it: the link of the one opens the other."""
    viewer, case = CASE.opened(request)
    order = services.answering(viewer, case)
    kept = services.receipt(viewer, order) if order else None
    if kept is None:
        raise Missing("这件事转成的点单还没有记好，请过一分钟再看。")
    return ORDER.go(request, "order-track", kept.token)


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """After asking, and as often as it is wanted; it prints on one sheet."""
    viewer, order = ORDER.opened(request)
    now = request.now  # type: ignore[attr-defined]
    card, kept = services.order_card(viewer, order, now), services.receipt(viewer, order)
    if kept is None:
        raise Missing
    limits, address = card.kind.limits, ORDER.address(request, kept.token)
    said = {"triage": str(limits.triage), "claim": f"{limits.claim_hours:g} "}
    steps = [(title, words % said, "now" if n == 0 else "next") for n, (title, words) in enumerate(NEXT)]
    aloud = "。".join(
        [_("收到了"), _("编号 %(number)s") % {"number": card.number}, *(f"{t}，{w}" for t, w, _m in steps)]
    )
    shown = {
        "card": card, "next": steps, "kept": kept, "address": address, "picture": picture(address), "aloud": aloud,
        "code": " ".join(kept.code[n : n + 4] for n in (0, 4, 8)),
    }  # fmt: skip
    return render(request, "orders/receipt.html", shown)


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Where it stands and what happened. Without an order in this browser, the form that opens one."""
    if not ORDER.held(request):
        return redirect("find")
    viewer, order = ORDER.opened(request)
    return _page(request, viewer, order, done=str(DONE.get(request.GET.get("done", ""), "")))


def refused(request: HttpRequest, viewer: Actor, order: UUID, problems: list[Problem]) -> HttpResponse:
    """The page with what was typed and what is wrong with it."""
    return _page(request, viewer, order, problems=problems, status=422)


@require_POST
def act(request: HttpRequest, act: str) -> HttpResponse:
    """One of the requester's own acts. A refusal is shown on the page, with what was typed still in its form."""
    if act not in DEEDS:
        raise Http404
    viewer, order = ORDER.opened(request)
    deed, typed = DEEDS[act], Typed(request.POST)
    request.actor = viewer  # type: ignore[attr-defined]
    tried = attempt(request, typed, lambda: deed.build(order, typed))
    if tried.answer is not None:
        return HttpResponseRedirect(f"{reverse('order-track')}?done={act}")
    wrong = [Problem(p.field if p.field in request.POST else deed.field, p.sentence) for p in tried.problems]
    return _page(request, viewer, order, problems=wrong, status=tried.status)


def _page(
    request: HttpRequest, viewer: Actor, order: UUID, *, problems: list[Problem] | None = None, done: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = request.now  # type: ignore[attr-defined]
    card = services.order_card(viewer, order, now)
    mine = services.requester_masked(viewer, order)
    facts = [
        (_("谁来"), card.handler_name or _("还没有人接单")),
        (_("约好的时间"), moment_words(card.order.scheduled_for, now) if card.order.scheduled_for else ""),
        (_("方便的时间"), choices.times_words(card.times)),
        (_("在哪里"), card.place),
        (_("您希望"), choices.wishes(card.gender, card.neighbour, card.no_visit)),
        (_("您留的"), _("%(name)s，%(phone)s") % {"name": mine.name, "phone": mine.phone}),
    ]
    steps = story.tell(card.timeline, card.notes, now)
    shown = {
        "card": card, "clock": _mark(card, now), "facts": [(name, value) for name, value in facts if value], "items": steps,
        "may": {a.code for a in card.acts}, "typed": request.POST, "keys": {name: str(Typed({}).key) for name in DONE},
        "told": telling.shown(viewer, telling.ways(viewer, mine.phone), "order-told", request.POST.get("first", "")),
        "solved_options": [("yes", _("解决了")), ("no", _("没解决"))],
        "satisfied_options": [(str(n), _(label)) for n, label in SATISFACTION.items()],
        "problems": problems or [], "errors": {p.field: p.sentence for p in reversed(problems or [])}, "done": done,
    }  # fmt: skip
    return render(request, "orders/track.html", shown, status=status)


def _mark(card: services.OrderCard, now: datetime) -> Clock:
    """Shape and words of where the order stands; a requester is not told that a member is late."""
    label = _(BY_CODE[card.order.state].label)
    if card.order.state == "done":
        return Clock("soon", _("请您确认"))
    if not card.station.terminal:
        waits = card.order.due_at if card.order.state in ("requested", "triaged", "unclaimed") else None
        said = clock_words(waits, now).words if waits and waits > now else ""
        return Clock("okay", "，".join(filter(None, (label, said))))
    return Clock("done" if card.order.state in ("confirmed", "rated") else "hold", label)
