"""骚扰、广告、恶意: the marks that wait for a second or third person, and one report's mark with what may be done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.cases.commands import abuse as orders
from liren.cases.queries import MarkCard
from liren.cases.rules.abuse import DAILY, REASONS
from liren.kernel import Actor, Code, Command
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import date_words, moment_words

DESK, SUPERVISOR = "cases.dispatch", "cases.urge"
HEARS = (SUPERVISOR, "cases.arbitrate", "cases.approve")
RIGHTS = (DESK, *HEARS)


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that may be done now. `verbs` are (value, label) pairs; `why_not` says why this person may not."""

    code: str
    title: str
    hint: str
    verbs: tuple[tuple[str, str], ...]
    why_not: str = ""


@staff.staff
@require_safe
def abuse_page(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, and what is in force."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *RIGHTS)
    found = cases.marks_waiting(actor, ("marked", "appealed", "confirmed", "upheld"))
    names = people.names_of(actor, {m.marked_by for m in found if m.marked_by})
    groups = [
        (_("等另一个人复核"), [m for m in found if m.state == "marked"]),
        (_("反映人申诉，等决定"), [m for m in found if m.state == "appealed"]),
        (_("生效中"), [m for m in found if m.in_force]),
    ]
    shown = {
        "groups": [(title, [_line(m, names, now) for m in marks]) for title, marks in groups],
        "any": bool(found),
    }
    return staff.page(request, "desk/abuse.html", "desk", shown)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def abuse_case(request: HttpRequest, id: UUID) -> HttpResponse:
    """The mark of one report: what was said, by whom, and the forms of what this person may do now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *RIGHTS)
    tried, typed = Attempt(), Typed(request.POST)
    if request.method == "POST":
        code = typed.text("do")
        tried = attempt(request, typed, lambda: _order(code, id, typed))
        if tried.answer is not None:
            messages.success(request, str(DONE.get(code, "")))
            return redirect("abuse-case", id)
    return _shown(request, actor, id, typed, tried)


DONE = {
    "mark": gettext_lazy("记下了，等另一个人复核。现在什么都没有变。"),
    "decide": gettext_lazy("复核记下了。"),
    "hear": gettext_lazy("申诉的决定记下了，反映人看得到。"),
    "lift": gettext_lazy("标记已撤销，标题和原来一样。"),
}


def _order(code: str, case: UUID, typed: Typed) -> Command:
    words = typed.text("words")
    build: dict[str, Callable[[], Command]] = {
        "mark": lambda: orders.MarkAbuse(
            mark=typed.key, case=case, reason=Code(typed.text("reason") or "none"), words=words
        ),
        "decide": lambda: orders.DecideMark(case=case, confirmed=typed.verb == "yes", words=words),
        "hear": lambda: orders.HearAppeal(case=case, upheld=typed.verb == "no", words=words),
        "lift": lambda: orders.LiftMark(case=case, words=words),
    }
    return build.get(code, build["mark"])()


def _shown(request: HttpRequest, actor: Actor, id: UUID, typed: Typed, tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cases.case_card(actor, id, now)
    mark = cases.mark_of(actor, id)
    hands = {w for w in (mark.marked_by, mark.decided_by, mark.heard_by) if w} if mark else set()
    names = people.names_of(actor, hands)
    forms = _forms(actor, mark, urgent=card.case.severity == "urgent", sealed=card.case.secrecy > 0)
    shown = {
        "id": id, "number": card.number, "words": card.words, "mark": mark, "steps": _steps(mark, names, now) if mark else [],
        "forms": forms, "reasons": list(REASONS.items()), "problems": tried.problems, "typed": typed.values(), "done": typed.text("do"),
        "error": tried.error("words"), "reason_error": tried.error("reason"), "keys": [(form, new_id()) for form in forms],
        "until": date_words(mark.until) if mark and mark.until and mark.hides else "", "daily": DAILY,
    }  # fmt: skip
    return staff.page(request, "desk/abuse_case.html", "desk", shown, status=tried.status)


def _forms(actor: Actor, mark: MarkCard | None, *, urgent: bool, sealed: bool) -> list[Form]:
    live = mark is not None and (mark.hides or mark.state == "marked")
    if mark is None or not live:
        return [_mark_form(urgent, sealed)] if actor.holds(DESK) else []
    found = []
    if mark.state == "marked" and (actor.holds(DESK) or actor.holds(SUPERVISOR)):
        why = _("标记是您做的，要由另一个人复核。") if actor.account == mark.marked_by else ""
        found.append(
            Form(
                "decide",
                _("复核"),
                _("反映人会看到这句话。"),
                (("yes", _("是，同意标记")), ("no", _("不是，不标"))),
                why,
            )
        )
    if mark.state == "appealed" and any(map(actor.holds, HEARS)):
        why = _("这个标记您经过手，申诉要由别人决定。") if actor.account in (mark.marked_by, mark.decided_by) else ""
        verbs = (("yes", _("申诉有理，撤销标记")), ("no", _("维持标记")))
        found.append(Form("hear", _("决定申诉"), _("反映人会看到这句话。"), verbs, why))
    if actor.holds(DESK) or actor.holds(SUPERVISOR):
        found.append(Form("lift", _("撤销标记"), _("随时可以撤，标题恢复原样。"), (("lift", _("撤销标记")),)))
    return found


def _mark_form(urgent: bool, sealed: bool) -> Form:
    why = ""
    if urgent:
        why = _("紧急的反映不能标记，请先按紧急的办。")
    elif sealed:
        why = _("隐名的反映不能标记：标记会让人猜到是谁。不受理请用“不予受理”。")
    return Form("mark", _("标为骚扰、广告或恶意"), _("复核的人会看到。"), (("mark", _("标记，请人复核")),), why)


def _steps(mark: MarkCard, names: dict[UUID, str], now: datetime) -> list[dict[str, Any]]:
    """What happened to the mark, newest first."""

    def who(id: UUID | None) -> str:
        return names.get(id, _("一位同事")) if id else _("系统")

    steps: list[dict[str, Any]] = [
        {
            "title": _("标为“%(why)s”") % {"why": _(mark.reason_label)},
            "who": who(mark.marked_by),
            "at": mark.marked_at,
            "said": mark.mark_words,
        }
    ]
    if mark.decided_at:
        title = _("复核没有通过") if mark.state == "declined" else _("复核通过，生效")
        steps.append({"title": title, "who": who(mark.decided_by), "at": mark.decided_at, "said": mark.decide_words})
    if mark.appealed_at:
        steps.append({"title": _("反映人申诉"), "who": _("反映人"), "at": mark.appealed_at, "said": mark.appeal_words})
    if mark.heard_at:
        title = _("申诉通过，已撤销") if mark.state == "overturned" else _("申诉没有通过")
        steps.append({"title": title, "who": who(mark.heard_by), "at": mark.heard_at, "said": mark.heard_words})
    return [step | {"when": moment_words(step["at"], now)} for step in reversed(steps)]


def _line(mark: MarkCard, names: dict[UUID, str], now: datetime) -> dict[str, Any]:
    return {
        "mark": mark, "who": names.get(mark.marked_by, _("一位同事")) if mark.marked_by else "", "reason": _(mark.reason_label),
        "when": moment_words(mark.appealed_at or mark.marked_at, now), "until": date_words(mark.until) if mark.until else "",
    }  # fmt: skip
