"""我的: everything a signed-in resident reported or asked for, what he agreed to, a copy of it all, and the way out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.cases import queries as cases
from liren.kernel import Actor, Code, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import GiveConsent, WithdrawConsent
from liren.services import queries as services
from liren.trust import gate, phones, sealed
from liren.trust.commands import CloseOwnAccount
from liren.trust.pages import Page, following
from liren.web.attempt import Typed, attempt
from liren.web.display import full_words
from liren.web.resident import standing
from liren.web.secret_link import CASE, ORDER

MOST = 50
REPORTED, ASKED = cases.Filter(queue="reported_by_me"), services.Filter(queue="asked")


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The page; somebody who has not signed in is led to the phone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    if actor.account is None:
        return redirect_to_login(request.get_full_path(), reverse("enter"))
    phone = phones.mine(actor)
    reported, asked = cases.page(actor, REPORTED, now, size=MOST), services.page(actor, ASKED, now, size=MOST)
    shown = {
        "phone": sealed.mask_phone(phone) if phone else "",
        "cases": [_line(line, now) for line in _newest(reported.lines)],
        "most": MOST if reported.after or asked.after else 0,
        "earlier": [_line(line, now) for line in cases.left_with_my_phone(actor)] if phone else [],
        "looks_back": people.agreed(actor, "earlier"),
        "orders": _newest(asked.lines),
        "consents": people.consents(actor, now) if phone else [],
        "key": new_id(),
    }
    return render(request, "resident/mine.html", shown)


def _newest(lines: Any) -> list[Any]:
    return sorted(lines, key=lambda line: getattr(line, "reported_at", None) or line.requested_at, reverse=True)


def _line(line: cases.CaseLine, now: datetime) -> dict[str, Any]:
    return {
        "href": reverse("mine", args=[line.id]), "title": line.title, "number": line.number,
        "clock": standing.of_line(line, now), "when": full_words(line.reported_at),
    }  # fmt: skip


@require_safe
def order(request: HttpRequest, order: UUID) -> HttpResponse:
    """One of the orders that were placed while signed in. Raises Missing for anybody else's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = services.page(actor, ASKED, request.now).lines if actor.account else ()  # type: ignore[attr-defined]
    found = services.receipt(actor, order) if any(line.id == order for line in mine) else None
    if found is None:
        raise Missing
    return ORDER.go(request, "order-track", found.token)


@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Say yes to one purpose or take it back: one button each."""
    typed, code = Typed(request.POST), Code(purpose)
    give = typed.verb == "give"
    tried = attempt(
        request, typed, lambda: GiveConsent(consent=typed.key, purpose=code) if give else WithdrawConsent(purpose=code)
    )
    if tried.answer is None:
        messages.error(request, tried.problems[0].sentence)
    else:
        messages.success(request, _("同意记下了。") if give else _("收回了，从现在起不再这样用。"))
    return redirect("own")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """A copy of what is kept of whoever asks, as a file (PIPL art. 45): reports with their own words, requests, consents."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    if actor.account is None:
        raise Missing
    copy = {
        "phone": phones.mine(actor),
        "made_at": now.isoformat(),
        "consents": [
            {"purpose": c.spec.code, "words": c.spec.text, "given_at": c.given_at and c.given_at.isoformat()}
            for c in people.consents(actor, now)
        ],
        "reports": [_copied(actor, line.id, now) for line in _all(cases.page, actor, REPORTED, now)],
        "left_with_this_number": [
            {"number": line.number, "title": line.title, "reported_at": line.reported_at.isoformat()}
            for line in cases.left_with_my_phone(actor)
        ],
        "requests": [
            {"number": line.number, "title": line.title, "state": line.state, "requested_at": line.requested_at.isoformat()}
            for line in _all(services.page, actor, ASKED, now)
        ],
    }  # fmt: skip
    answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="liren-my-data.json"'
    return answer


def _all(page: Callable[..., Page[Any]], actor: Actor, asked: Any, now: datetime) -> Iterator[Any]:
    """Every line of a list: a copy leaves nothing out."""
    first = page(actor, asked, now, size=MOST)
    return chain.from_iterable(following(first, lambda after: page(actor, asked, now, after=after, size=MOST)))


def _copied(actor: Actor, case: UUID, now: datetime) -> dict[str, Any]:
    card = cases.case_card(actor, case, now)
    return {
        "number": card.number, "title": card.title, "state": card.case.state, "kind": str(card.case.kind),
        "place": card.case.scope, "reported_at": card.case.reported_at.isoformat(),
        "closed_at": card.case.closed_at and card.case.closed_at.isoformat(),
        "words": [note.text for note in card.notes.values()],
    }  # fmt: skip


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """注销: the number is forgotten; what was reported goes on and is found by its code."""
    typed, actor = Typed(request.POST), request.actor  # type: ignore[attr-defined]
    if not typed.has("sure"):
        messages.error(request, _("注销以前，请先勾上“我知道”。"))
        return redirect("own")
    if actor.account is None:
        raise Missing
    gate.execute(CloseOwnAccount(account=actor.account), actor=actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
    logout(request)
    answer = redirect("start")
    for link in (CASE, ORDER):
        answer.delete_cookie(link.cookie)
    messages.success(request, _("账号注销了，手机号已经删除。没办完的事照常办，凭查询码查。"))
    return answer
