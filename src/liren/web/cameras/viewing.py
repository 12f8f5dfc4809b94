"""Asking to look through a camera, and the ticket: ten minutes, one person, given back or taken back at any time."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases import queries as cases
from liren.devices.commands import views as c
from liren.devices.queries import views
from liren.devices.queries.views import TicketCard
from liren.devices.rules.views import ENDS, FOUR_EYES, MODES
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import Clock, clock_words, full_words, time_words, worded
from liren.web.office import choices


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what for and why; `case` or `request` names what opens the camera. Without either the page says why not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cameras.view")
    case, asked = choices.uuid(request.GET.get("case", "")), choices.uuid(request.GET.get("request", ""))
    offer = next((one for one in views.offers_for(actor, case, now) if one.camera == id), None) if case else None
    approved = next(
        (
            one for one in views.requests(actor, camera=id)
            if one.id == asked and one.asked_by == actor.account and one.open_until is not None and one.open_until > now
        ),
        None,
    )  # fmt: skip
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, id, case))
        if tried.answer is not None:
            return redirect("ticket", tried.answer["ticket"])
    area = choices.widest(actor)
    kind = cases.case_card(actor, case, now).case.kind if offer and case else ""
    open_ = offer is not None or approved is not None
    shown = {
        "offer": offer, "approved": approved, "open": open_, "case": case, "number": cases.names(actor, [case]).get(case, "") if case and open_ else "",
        "name": offer.name if offer else approved.name if approved else "", "spot": offer.place if offer else "",
        "purposes": [(one.code, worded(one.label)) for one in views.purposes(actor, area, now)
                     if (kind in one.kinds if offer else approved and one.code == approved.purpose)],
        "modes": [(code, worded(label)) for code, label in MODES.items()
                  if (code not in FOUR_EYES if offer else approved and code == approved.mode)],
        "minutes": views.bounds(actor, area, now).ticket_minutes, "typed": typed.values() if request.method == "POST" else {"words": approved.words if approved else ""},
        "tried": tried, "key": new_id(), "camera": id, "back": reverse("case", args=[case]) if case else reverse("camera", args=[id]),
    }  # fmt: skip
    return staff.page(
        request, "cameras/ask.html", "cameras", shown, status=tried.status if open_ or tried.status != 200 else 403
    )


def _order(typed: Typed, camera: UUID, case: UUID | None) -> c.IssueTicket:
    return c.IssueTicket(
        ticket=typed.key, camera=camera, case=case, purpose=typed.text("purpose"), mode=typed.text("mode") or "live",
        words=typed.text("words"),
    )  # fmt: skip


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def ticket_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One ticket with the way to the picture; renewed once, given back. Whoever approves views may take it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = views.ticket_card(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        order = c.RenewTicket if typed.verb == "renew" else c.RevokeTicket
        tried = attempt(request, typed, lambda: order(ticket=id))
        if tried.answer is not None:
            messages.success(
                request, _("续好了，到时间自己结束。") if typed.verb == "renew" else _("已经结束，登记里记下了时间。")
            )
            return redirect("ticket", id)
    own, live = card.account == actor.account, card.live(now)
    purposes = {one.code: one.label for one in views.purposes(actor, card.area, now)}
    shown = {
        "card": card, "own": own, "live": live, "address": _address(actor, card) if own and live else "",
        "clock": clock_words(card.expires_at, now) if live else Clock("done", _ended(card)),
        "until": time_words(card.expires_at), "until_iso": card.expires_at.isoformat(), "issued": full_words(card.issued_at),
        "purpose": worded(purposes.get(card.purpose, card.purpose)), "mode": worded(MODES[card.mode]), "tried": tried,
        "opened": time_words(card.opened_at) if card.opened_at else "", "key": new_id(),
        "number": _number(actor, card), "configured": bool(settings.MEDIA["url"] and settings.MEDIA["secret"]),
    }  # fmt: skip
    return staff.page(request, "cameras/ticket.html", "cameras", shown, status=tried.status)


def _address(actor: Actor, card: TicketCard) -> str:
    """Where the county's media engine shows it, "" while none is configured."""
    if not settings.MEDIA["url"] or not settings.MEDIA["secret"]:
        return ""
    made: str = (
        settings.MEDIA["url"].replace("{path}", quote(card.path)).replace("{ticket}", views.secret_of(actor, card))
    )
    return made


def _ended(card: TicketCard) -> str:
    """Why a ticket is over."""
    if card.why:
        return worded(ENDS[card.why])
    if not card.offer_live:
        return worded(ENDS["withdrawn"])
    return _("已经收回") if card.revoked_at else worded(ENDS["expired"])


def _number(actor: Actor, card: TicketCard) -> str:
    if card.case is None:
        return ""
    try:
        return cases.names(actor, [card.case]).get(card.case, "")
    except Missing:
        return ""
