"""A case that a hotline sent, on its page: whose number, whose limit presses, what was answered; and the way to give it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases import queries as cases
from liren.cases import returns
from liren.cases.commands.hotline import ReturnOrder
from liren.cases.hotlines import CODE, STANDINGS
from liren.cases.published import list_of
from liren.cases.queries import CaseCard
from liren.cases.queries.hotline import ReferenceCard, reference_of
from liren.cases.rules.clocks import Clock
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code, Missing
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.desk.choices import Option
from liren.web.display import moment_words, worded
from liren.web.office.hotline import receipt_words

GIVEN_BACK = ("reported", "filed")


def told(viewer: Actor, card: CaseCard, now: datetime) -> dict[str, Any] | None:
    """For the page of the case; nothing is asked of the database for a case that came otherwise."""
    if card.case.channel != CODE:
        return None
    kept = reference_of(viewer, card.case.id)
    if kept is None:
        return None
    back = card.case.state in GIVEN_BACK and "desk" in card.roles
    return {
        "one": kept, "received": moment_words(kept.received_at, now), "standing": worded(STANDINGS[kept.standing]),
        "limit": moment_words(kept.limit_at, now) if kept.limit_at else "", "presses": _presses(card, kept),
        "receipt": receipt_words(kept.taken, kept.sent_no), "ground": _ground(kept, card, now),
        "may_return": back,
    }  # fmt: skip


def _presses(card: CaseCard, kept: ReferenceCard) -> str:
    """Which of the two limits is the earlier one, in a sentence; "" where the hotline set none."""
    clock: Clock | None = next((c.clock for c in card.clocks if c.clock.kind == "solve" and c.clock.cap_at), None)
    if clock is None or kept.limit_at is None:
        return ""
    if clock.due_at == clock.cap_at:
        return _("热线的期限早，办结时限照热线的算。")
    return _("本系统的时限早，办结时限照本系统的算。")


def _ground(kept: ReferenceCard, card: CaseCard, now: datetime) -> str:
    if kept.returned_ground is None:
        return ""
    names = {e.code: e.spec.label for e in catalogue.entries(returns.FAMILY, area=card.case.scope, at=now)}
    return "：".join(filter(None, (worded(names.get(kept.returned_ground, "")), kept.returned_item)))


def _grounds(card: CaseCard, now: datetime) -> list[Option]:
    found = [e.spec for e in catalogue.entries(returns.FAMILY, area=card.case.scope, at=now)]
    asked = _("%(ground)s（要写明：%(what)s）")
    return [
        Option(g.code, asked % {"ground": worded(g.label), "what": worded(g.ask)} if g.ask else worded(g.label))
        for g in found
    ]


def _listed(card: CaseCard, now: datetime) -> list[str]:
    found = list_of(card.case.scope, now)
    return [item.shown for item in found.spec.items] if found else []


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """退单: the case ends as not accepted, and the next pack says on which ground and item."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cases.case_card(actor, id, now)
    kept = told(actor, card, now)
    if kept is None:
        raise Missing
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        ground = typed.read("ground", Code, _("还没有选退单的依据，请从列表里选一条。")) or Code("none")
        order = ReturnOrder(case=id, ground=ground, item=typed.text("item"), note=typed.key, words=typed.text("words"))
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            messages.success(request, _("已退回热线，理由写给了反映人，下一包回传。"))
            return redirect("case", id)
    shown = {
        "id": id, "number": card.number, "from_hotline": kept, "typed": typed.values(), "tried": tried, "open": kept["may_return"],
        "grounds": _grounds(card, now), "listed": _listed(card, now),
        "key": typed.key if request.method == "POST" and tried.status != 409 else new_id(),
    }  # fmt: skip
    return staff.page(request, "desk/give_back.html", "desk", shown, status=tried.status)
