"""The receipt: the number, who has it now, what happens next and until when and why, and what opens the page again."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.web import qr
from liren.web.display import day_words, moment_words
from liren.web.reckoned import reckoned
from liren.web.resident import standing
from liren.web.secret_link import CASE
from liren.web.telling import report as telling


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """After sending, and as often as it is wanted; it prints on one sheet."""
    viewer, case = CASE.opened(request)
    now = request.now  # type: ignore[attr-defined]
    card = cases.case_card(viewer, case, now)
    kept = cases.receipt(viewer, case)
    address = CASE.address(request, kept.token) if kept else ""
    steps = _next(viewer, card, now)
    shown = {
        "case": card,
        "reported_at": card.case.reported_at,
        "next": steps,
        "reckoned": [] if card.case.into else reckoned(viewer, card, now, only=("solve",)),
        "aloud": _aloud(card, steps),
        "kept": kept,
        "code": " ".join(kept.code[n : n + 4] for n in (0, 4, 8)) if kept else "",
        "address": address,
        "picture": qr.picture(address) if address else "",
        "told": telling.said(viewer),
    }
    return render(request, "resident/receipt.html", shown)


def _next(viewer: Actor, card: cases.CaseCard, now: datetime) -> list[dict[str, Any]]:
    """The stations ahead, with the limits that hold; those of a report that was folded into another are the other's."""
    if card.case.state == "merged":
        return [
            {"title": _("和别人反映的同一件事一起办"), "mark": "now", "said": _("那一件办到哪一步，您在进度页能看到。")},
            {"title": _("发现不是同一件"), "mark": "next", "said": _("在进度页点“不是同一件”，就单独办您的，您写的都在。")},
        ]  # fmt: skip
    limits = card.kind.limits_for(card.case.severity)
    accept = next((k.clock.due_at for k in card.clocks if k.clock.kind == "accept"), None)
    promised = standing.promise(card)
    by = {"who": standing.holder(viewer, card, now), "limit": limits.accept}
    by["due"] = moment_words(accept, now) if accept else ""
    solve = {"limit": limits.solve, "due": day_words(promised, now)} if promised else None
    return [
        {"title": _("受理员或者网格员签收"), "mark": "now", "said": _("现在在%(who)s那里，%(due)s 前（%(limit)s）签收。") % by if accept else ""},
        {"title": _("派给有责任的单位"), "mark": "next", "said": _("派给谁，您在进度页能看到。")},
        {"title": _("办好，结果写在进度页"), "mark": "next", "said": _("%(due)s前，即 %(limit)s内。要延长，原因会写在进度页。") % solve if solve else ""},
        {"title": _("别人核查，再请您评价"), "mark": "next", "said": _("没解决，15 天内可以要求重办一次。")},
    ]  # fmt: skip


def _aloud(card: cases.CaseCard, steps: list[dict[str, Any]]) -> str:
    """What the phone reads: the number and what happens next. Not the code, which strangers in the room might hear."""
    said = [_("收到了"), _("编号 %(number)s") % {"number": card.number}]
    return "。".join([*said, *(f"{s['title']}，{s['said']}" for s in steps)])
