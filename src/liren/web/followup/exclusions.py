"""剔除: cases that shall not count in the rates. One asks with a reason of the list, another decides; nobody for their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.cases.commands.followup import AskExclusion, DecideExclusion
from liren.cases.queries import exclusions
from liren.cases.queries.exclusions import ASKS, DECIDES, ExclusionCard
from liren.kernel import Actor, Code, Command
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words, worded

HERE = "work"


@staff.staff
@require_safe
def exclusions_page(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately with who and why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *ASKS, *DECIDES)
    found = exclusions.exclusions_of(actor, now)
    lines = [_line(actor, card, _names(actor, found), now) for card in found]
    groups = [
        (_("等另一个人确认"), [x for x in lines if x["card"].state == "asked"]),
        (_("已剔除，不算进三率"), [x for x in lines if x["card"].state == "confirmed"]),
        (_("没有同意，照算"), [x for x in lines if x["card"].state == "declined"]),
    ]
    return staff.page(request, "followup/exclusions.html", HERE, {"groups": groups, "any": bool(found)})


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def exclusion(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case: ask for it to be left out, or decide what a colleague asked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *ASKS, *DECIDES)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, case))
        if tried.answer is not None:
            messages.success(
                request, _("记下了。") if typed.text("do") == "decide" else _("记下了，等另一个人确认。现在照算。")
            )
            return redirect("exclusion", case)
    return _shown(request, actor, case, typed, tried)


def _order(typed: Typed, case: UUID) -> Command:
    if typed.text("do") == "decide":
        return DecideExclusion(case=case, confirmed=typed.verb == "yes", words=typed.text("words"))
    reason = typed.read("reason", Code, _("请从列表里选一个剔除的理由。")) or Code("none")
    return AskExclusion(
        exclusion=typed.key, case=case, reason=reason, item=typed.text("item"), words=typed.text("words")
    )


def _shown(request: HttpRequest, actor: Actor, id: UUID, typed: Typed, tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    before = exclusions.exclusion_of(actor, id)
    case = cases.case_card(actor, id, now)
    open_ = before is not None and before.state in ("asked", "confirmed")
    asks = not open_ and any(map(actor.holds, ASKS))
    waits = before is not None and before.state == "asked" and any(map(actor.holds, DECIDES))
    own = before is not None and before.asked_by == actor.account
    reasons = exclusions.reasons(actor, case.case.scope, now)
    shown: dict[str, Any] = {
        "id": id, "number": case.number, "kind": worded(case.kind.label), "spot": where.long(case.case.scope), "asks": asks,
        "decides": waits and not own, "own": waits and own, "key": new_id(), "typed": typed.values(), "problems": tried.problems,
        "errors": {p.field: p.sentence for p in tried.problems},
        "line": _line(actor, before, _names(actor, [before]), now) if before else None,
        "reasons": [(r.code, worded(r.label), f"{worded(r.ask)}。{worded(r.hint)}" if r.ask else worded(r.hint)) for r in reasons],
    }  # fmt: skip
    return staff.page(request, "followup/exclusion.html", HERE, shown, status=tried.status)


def _names(actor: Actor, found: list[ExclusionCard]) -> dict[UUID, str]:
    return people.names_of(actor, {who for card in found for who in (card.asked_by, card.decided_by) if who})


def _line(actor: Actor, card: ExclusionCard, names: dict[UUID, str], now: datetime) -> dict[str, Any]:
    reasons = {r.code: r.label for r in exclusions.reasons(actor, card.scope, now)}

    def who(id: UUID | None) -> str:
        return names.get(id, _("一位同事")) if id else ""

    return {
        "card": card, "place": where.long(card.scope), "reason": worded(reasons.get(card.reason, card.reason)), "state": worded(card.state_label),
        "asked": who(card.asked_by), "asked_when": moment_words(card.asked_at, now), "decided": who(card.decided_by),
        "decided_when": moment_words(card.decided_at, now) if card.decided_at else "",
    }  # fmt: skip
