"""One order for those who see to it: what is needed, where it stands, who could help, and the forms of this person's acts."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.cases import queries as cases
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.services import queries as services
from liren.services.kinds import CIRCLES
from liren.services.rules.stations import IN_HAND, TO_PLACE
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import Problem, moment_words, worded
from liren.web.orders import choices, frame, story
from liren.web.orders.acts import DEEDS
from liren.web.orders.marks import mark
from liren.web.orders.reasons import because

ORDER_OF_ACTS = ("triage", "list", "assign", "take_over", "claim", "schedule", "finish")
"""What leads on, in the order in which it is offered; everything else stands behind “别的办法”."""


@frame.signed_in
@require_safe
def order_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The order as this viewer may see it. Raises Missing for anybody else."""
    deed = DEEDS.get(request.GET.get("done", ""))
    return _page(request, id, done=str(deed.done) if deed else "")


@frame.signed_in
@require_POST
def act(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """One form of the page; a refusal is shown on it with what was typed."""
    if act not in DEEDS:
        raise Http404
    deed, typed = DEEDS[act], Typed(request.POST)
    tried = attempt(request, typed, lambda: deed.build(id, typed))
    if tried.answer is None:
        wrong = tuple(Problem(p.field if p.field in request.POST else deed.field, p.sentence) for p in tried.problems)
        return _page(request, id, tried=replace(tried, problems=wrong), open_act=act)
    back = reverse("offers" if deed.home else "order", args=[] if deed.home else [id])
    return HttpResponseRedirect(f"{back}?done={act}")


@frame.signed_in
@require_POST
def where(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name, phone and door, for the one who has the order in hand; kept by the access log, in no address and no cache."""
    found = services.where_to_go(request.actor, id, _("接单以后去办"))  # type: ignore[attr-defined]
    answer = _page(request, id, found=found)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _case(actor: Actor, case: UUID | None) -> tuple[UUID, str] | None:
    """The case that the order answers, for those who may see it."""
    name = cases.names(actor, [case]).get(case) if case else None
    return (case, name) if case and name else None


def _page(
    request: HttpRequest, id: UUID, *, tried: Attempt | None = None, open_act: str = "",
    found: services.WhereToGo | None = None, done: str = "",
) -> HttpResponse:  # fmt: skip
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = services.order_card(actor, id, now)
    if card.as_requester:
        raise Missing
    tried = tried or Attempt()
    may = {a.code: a.label for a in card.acts if a.code in DEEDS}
    shown = {
        "card": card, "done": done, "tried": tried, "open_act": open_act, "typed": request.POST, "where": found,
        "clock": mark(card.order.state, card.order.due_at, now),
        "facts": [(name, value) for name, value in (
            (_("服务"), worded(card.kind.label)), (_("在哪里"), card.place), (_("方便的时间"), choices.times_words(card.times)),
            (_("希望"), choices.wishes(card.gender, card.neighbour, card.no_visit)), (_("接单的人"), card.handler_name), (_("同去的人"), card.companion_name),
            (_("约好的时间"), moment_words(card.order.scheduled_for, now) if card.order.scheduled_for else ""),
            (_("重新办过"), _("%(n)d 次") % {"n": card.order.reworks} if card.order.reworks else ""),
        ) if value],
        "items": story.tell(card.timeline, card.notes, now), "may": may,
        "first": [code for code in ORDER_OF_ACTS if code in may], "key": new_id(),
        "circles": [(code, _(label)) for code, label in CIRCLES.items()],
        "kinds": [(code, worded(kind.label)) for code, kind in choices.kinds(card.order.scope, now).items()] if "triage" in may else [],
        "case_kinds": [(e.code, worded(e.spec.label)) for e in catalogue.entries("case_kind", area=card.order.scope, at=now)] if "convert" in may else [],
        "candidates": [(one, because(one.why)) for one in services.candidates(actor, id, now)] if "assign" in may and card.order.state in TO_PLACE else [],
        "companions": services.companions(actor, id) if "schedule" in may and card.kind.two_people else [],
        "case": _case(actor, card.order.from_case),
        "in_hand": card.order.state in IN_HAND and "handler" in card.roles,
    }  # fmt: skip
    return frame.page(request, "orders/order.html", "orders", shown, status=tried.status)
