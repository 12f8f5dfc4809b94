"""回访: one call after the other, as the house gives them; three questions, and what the reporter wants."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.cases.commands.followup import RecordCall, TakeCall
from liren.cases.kinds import SATISFACTION
from liren.cases.queries import ReporterCard, followup
from liren.cases.queries.followup import CallCard
from liren.cases.rules.callbacks import DAYS, OUTCOMES, SOLVED, TRIES
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code, Command
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import date_words, worded

RIGHT = "cases.call_back"
NOT_SAID = "0"
PURPOSE_MOST = 200


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest) -> HttpResponse:
    """The call in hand, or the way to the next one. POST takes one, or tells what it came to (`verb` next takes another)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed))
        if tried.answer is not None:
            return _done(request, typed, tried)
    return _shown(request, typed, tried)


@staff.staff
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """The number of the call in hand, after saying why; the look is kept before a byte leaves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    typed = Typed(request.POST)
    purpose, call = typed.text("purpose"), typed.uuid("call", _("这个回访不在您手上了，请再领下一个。"))
    if not 2 <= len(purpose) <= PURPOSE_MOST:
        typed.blame("purpose", _("写一句为什么要看，例如“回访”，最多 200 字。"))
    if call is None or typed.problems:
        return _shown(request, typed, Attempt(status=422, problems=tuple(typed.problems)))
    now: datetime = request.now  # type: ignore[attr-defined]
    return _shown(request, typed, Attempt(), reporter=followup.number(actor, call, purpose, now), asked=True)


def _order(typed: Typed) -> Command:
    if typed.text("do") == "take":
        return TakeCall()
    call = typed.uuid("call", _("这个回访不在您手上了，请再领下一个。"))
    outcome, solved = typed.text("outcome"), typed.text("solved")
    contacted, satisfied = typed.text("contacted"), typed.text("satisfied")
    reached = outcome == "reached"
    return RecordCall(
        call=call or typed.key, outcome=Code(outcome if outcome in OUTCOMES else "none"), note=typed.key,
        contacted=contacted == "yes" if contacted and reached else None,
        solved=Code(solved) if solved in SOLVED and reached else None,
        satisfied=int(satisfied) if satisfied in map(str, SATISFACTION) and reached else None,
        reopen=typed.has("reopen"), reason=typed.text("reason"), pressure=typed.text("pressure"),
    )  # fmt: skip


def _done(request: HttpRequest, typed: Typed, tried: Attempt) -> HttpResponse:
    if typed.text("do") == "take":
        if tried.answer and tried.answer["call"] is None:
            messages.success(request, _("现在没有要打的了，有了再来领。"))
        return redirect("callbacks")
    messages.success(request, _("记下了：%(how)s。") % {"how": worded(OUTCOMES[typed.text("outcome")])})
    if typed.verb == "next":
        attempt(request, Typed({}), TakeCall)
    return redirect("callbacks")


def _shown(
    request: HttpRequest, typed: Typed, tried: Attempt, *, reporter: ReporterCard | None = None, asked: bool = False
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = followup.in_hand(actor, now)
    shown: dict[str, Any] = {
        "card": card, "waiting": followup.waiting(actor, now), "typed": typed.values(), "problems": tried.problems,
        "key": new_id(), "number_key": new_id(), "reporter": reporter, "nothing_left": asked and reporter is None,
        "errors": {p.field: p.sentence for p in tried.problems}, "purpose": typed.text("purpose") or _("回访"),
    }  # fmt: skip
    if card is not None:
        shown |= _call(card) | _choices(card)
    return staff.page(request, "followup/calls.html", "callbacks", shown, status=tried.status)


def _call(card: CallCard) -> dict[str, str]:
    """What the caller reads out: day, place and kind."""
    return {
        "kind": catalogue.by_id(card.entry).spec.label, "spot": where.long(card.scope), "reported": date_words(card.reported_at),
        "closed": date_words(card.closed_at),
        "tried": _("打过 %(n)s 次，在 %(days)s 天里") % {"n": card.tries, "days": card.days} if card.tries else "",
    }  # fmt: skip


def _choices(card: CallCard) -> dict[str, Any]:
    """The answers of the three questions, and what may be asked for."""
    none = _("打满 %(tries)s 次、至少 %(days)s 天，才算打不通") % {"tries": TRIES, "days": DAYS}
    return {
        "outcomes": [(code, worded(label), none if code == "no_answer" else "") for code, label in OUTCOMES.items()],
        "contacted": [("yes", _("有")), ("no", _("没有"))],
        "solved": [(code, worded(label)) for code, label in SOLVED.items()],
        "satisfied": [*((str(n), worded(label)) for n, label in SATISFACTION.items()), (NOT_SAID, _("不评价"))],
        "may_reopen": card.reopens == 0,
        "own": card.confirm in ("confirmed", "disputed"),
    }
