"""One's own report: the receipt, where it stands, and what the reporter may do: rate, ask again, add, call back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from liren.attachments import queries as attachments
from liren.cases import commands as c
from liren.cases import queries as cases
from liren.cases.commands.abuse import AppealMark
from liren.cases.kinds import SATISFACTION
from liren.cases.rules.guards import REOPEN_WITHIN
from liren.kernel import Actor, Code, Command
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.notices.commands import MarkRead
from liren.people import queries as people
from liren.trust import gate
from liren.web import forms, photos
from liren.web.answers import said
from liren.web.attempt import Typed, attempt
from liren.web.display import Problem, day_words
from liren.web.reckoned import reckoned
from liren.web.resident import alike, looked, standing, story
from liren.web.secret_link import CASE
from liren.web.telling import report as telling

Build = Callable[[UUID, Typed, tuple[UUID, ...]], Command]


@dataclass(frozen=True, slots=True)
class Deed:
    """One form of the page: how it becomes an order, which field its refusals belong to, what is said afterwards."""

    build: Build
    field: str
    done: Any


def _rate(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.ConfirmCase(case=case, note=t.key, words=t.text("rate_words"), **_answers(t))


def _rate_joined(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.RateJoined(case=case, note=t.key, words=t.text("rate_words"), **_answers(t))


def _answers(t: Typed) -> dict[str, Any]:
    """What was chosen: solved or not, and how satisfied where that was said; a wrong choice is blamed on its field."""
    solved, satisfied = t.text("solved"), t.text("satisfied")
    if solved not in ("yes", "no"):
        t.blame("solved", str(_("请选解决了没有。")))
    if satisfied and satisfied not in map(str, SATISFACTION):
        t.blame("satisfied", str(_("请选满意程度，也可以不选。")))
    return {"solved": solved == "yes", "satisfied": int(satisfied) if satisfied and not t.problems else None}


def _reopen(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.ReopenCase(case=case, note=t.key, reason=t.text("reopen_words"))


def _words(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.AddWords(case=case, note=t.key, words=t.text("more_words"))


def _photos(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    if not shots and not t.problems:
        t.blame("photos", str(_("还没有选照片，请先选再传。")))
    return c.AddPhotos(case=case, photos=shots, role=Code("before"))


def _withdraw(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.WithdrawCase(case=case, note=t.key, reason=t.text("withdraw_words"))


def _apart(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> c.CaseCommand:
    return c.UnmergeCase(case=case)


def _appeal(case: UUID, t: Typed, shots: tuple[UUID, ...]) -> Command:
    return AppealMark(case=case, words=t.text("appeal_words"))


DEEDS = {
    "rate": Deed(_rate, "solved", _("评价记下了，谢谢您。")),
    "rate_joined": Deed(_rate_joined, "solved", _("评价记下了，谢谢您。")),
    "reopen": Deed(_reopen, "reopen_words", _("已经要求重办，办完由承办以外的人核查。")),
    "words": Deed(_words, "more_words", _("补充的话已经转给办这件事的人。")),
    "photos": Deed(_photos, "photos", _("照片加上了。")),
    "withdraw": Deed(_withdraw, "withdraw_words", _("已经撤回，不再办理。")),
    "appeal": Deed(_appeal, "appeal_words", _("申诉收到了，由没有经手的人来决定，结果写在这一页。")),
    "apart": Deed(_apart, "", _("已经分开，单独办您的这一件。")),
}
DONE = {name: deed.done for name, deed in DEEDS.items()} | {"told": _("记下了，有了进展就这样告诉您。")}


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Where it stands and what happened. Without a case in this browser, the form that opens one."""
    if not CASE.held(request):
        return redirect("find")
    viewer, case = CASE.opened(request)
    _now_read(request, viewer)
    done = DONE.get(request.GET.get("done", ""), "")
    return _page(request, viewer, case, done=str(done))


def _now_read(request: HttpRequest, viewer: Actor) -> None:
    """What the page shows need not be sent any more."""
    if request.method == "GET" and notices.unread(viewer):
        gate.execute(MarkRead(), actor=viewer, now=request.now, key=new_id())  # type: ignore[attr-defined]


def refused(request: HttpRequest, viewer: Actor, case: UUID, problems: list[Problem]) -> HttpResponse:
    """The page with what was typed and what is wrong with it."""
    return _page(request, viewer, case, problems=problems, status=422)


@require_POST
def act(request: HttpRequest, act: str) -> HttpResponse:
    """One of the reporter's own acts. A refusal is shown on the page, with what was typed still in its form."""
    if act not in DEEDS:
        raise Http404
    viewer, case = CASE.opened(request)
    deed, typed = DEEDS[act], Typed(request.POST)
    request.actor = viewer  # type: ignore[attr-defined]
    shots, sentences = photos.take_in(request, typed.key) if act == "photos" else ([], [])
    for sentence in sentences:
        typed.blame("photos", sentence)
    tried = attempt(request, typed, lambda: deed.build(case, typed, tuple(shots)))
    if tried.answer is not None:
        return HttpResponseRedirect(f"{reverse('track')}?done={act}")
    wrong = [Problem(p.field if p.field in request.POST else deed.field, p.sentence) for p in tried.problems]
    return _page(request, viewer, case, problems=wrong, status=tried.status)


def _page(
    request: HttpRequest,
    viewer: Actor,
    case: UUID,
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
    done: str = "",
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    card = cases.case_card(viewer, case, now)
    wrong = forms.Problems(problems or [])
    closed = card.case.closed_at
    may = {a.code for a in card.acts if not a.why_not}
    rate = "rate" if "confirm" in may else "rate_joined" if "rate_joined" in may else ""
    clock = standing.mark(card.case.state, card.case.confirm, card.case.next_due_at, now)
    facts = standing.facts(viewer, card, now)
    shown = {
        "case": card,
        "clock": clock,
        "facts": facts,
        "reckoned": reckoned(viewer, card, now, only=("solve",)),
        "aloud": "。".join([card.title, clock.words, *(f"{name}：{value}" for name, value in facts)]),
        "shared": alike.shared(viewer, case, now),
        "mark": cases.mark_of(viewer, case),
        "items": story.tell(
            card.timeline,
            words={id: note.text for id, note in card.notes.items()},
            units=people.unit_names(viewer, story.units(card.timeline)),
            now=now,
        ),
        "photos": _shots(viewer, card),
        "may": may,
        "rate": rate,
        "said": said(card.case.solved, card.case.satisfied) if rate == "rate_joined" else "",
        "rate_key": str(new_id()),
        "settled": card.case.confirm == "confirmed",
        "turned": card.case.state == "replied" and card.case.confirm == "none",
        "keys": {name: str(new_id()) for name in DONE},
        "told": telling.shown(viewer, telling.of_case(viewer, case), "track-told", request.POST.get("first", "")),
        "typed": request.POST,
        "solved_options": [("yes", _("解决了")), ("no", _("没解决"))],
        "satisfied_options": [(str(n), label) for n, label in SATISFACTION.items()],
        "reopen_until": day_words(closed + REOPEN_WITHIN - timedelta(minutes=1), now) if closed else "",
        "looks": looked.at_case(viewer, card),
        "done": done,
        "problems": wrong.found,
        "errors": wrong.errors,
    }
    return render(request, "resident/track.html", shown, status=status)


def _shots(viewer: Actor, card: cases.CaseCard) -> list[dict[str, str]]:
    found = attachments.photos_of(viewer, "case", [card.case.id], area=card.case.scope)
    return [
        {
            "href": reverse("track-photo", args=[photo.id]),
            "src": reverse("track-photo", args=[photo.id]) + "?small=1",
            "alt": photo.role_label,
        }
        for photo in found
    ]
