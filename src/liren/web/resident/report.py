"""Reporting in three steps, the first: what happened. Each step is an address of its own and works without a script.

Each step keeps what was filled in (draft.py) and leads on by 303, so the back button never asks to send again.
Whatever is wrong is said on the step where it can be put right, with everything typed still there.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.cases.rules.reporting import check_answers
from liren.cases.rules.words import said
from liren.kernel import Refusal
from liren.web import forms
from liren.web.errors import views as errors
from liren.web.resident import choices, guess, here, photo, place
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft
from liren.web.resident.steps import with_draft


@require_safe
def begin(request: HttpRequest) -> HttpResponseRedirect:
    """A fresh report (?help=1: a call for help; ?area= or ?at=: from the code on a notice board, on a house, in a room).

    One that was begun is gone on with, unless it is of the other sort; so is one that was put aside for a message.
    """
    helping = request.GET.get("help") == "1"
    draft = drafts.load(request)
    if draft is None or draft.sent:
        draft = drafts.taken_up(request) or draft
    if draft is None or draft.sent or draft.help != helping:
        draft = Draft(help=helping, near=place.community_of(draft) if draft else "")
    if area := place.known(request.GET.get("area", "")):
        draft.area = area
    if at := request.GET.get("at", ""):
        here.fill(request, draft, at)
    drafts.save(request, draft)
    return redirect("report-what")


@with_draft
def what(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Words, photos, danger; the kind follows from the words unless it is chosen."""
    problems = forms.Problems()
    if request.method == "POST":
        draft.words = request.POST.get("words", "").strip()
        draft.kind = request.POST.get("kind", draft.kind)
        danger = request.POST.get("danger", "")
        draft.danger = danger if danger in choices.DANGERS else draft.danger
        if request.FILES and not consume(request, action="photos"):
            return errors.too_many(request)
        draft.photos = [p for p in draft.photos if p not in request.POST.getlist("remove")]
        photo.stage(request, draft, problems)
        choosing = request.POST.get("do") == "kind"
        if not choosing and (draft.words or not draft.photos):
            try:
                said(draft.words, field="words", what=_("是什么事"))
            except Refusal as no:
                problems.refuse(no)
        drafts.save(request, draft)
        if not problems:
            return redirect("report-kind" if choosing else next_step(request, draft))
    return show_what(request, draft, problems)


@with_draft
def kind(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Another kind than the one that was guessed: by searching in one's own words, or from the whole list."""
    offered = choices.kinds(draft, request.now)  # type: ignore[attr-defined]
    problems = forms.Problems()
    if request.method == "POST":
        if request.POST.get("kind", "") in offered:
            draft.kind = request.POST["kind"]
            drafts.save(request, draft)
            return redirect(next_step(request, draft) if draft.words or draft.photos else "report-what")
        problems.add("kind", _("还没有选类别。分不清就选“其他”，受理的人会归类。"))
    q = request.GET.get("q", "").strip()
    shown = {
        "draft": draft,
        "step": 1,
        "q": q,
        "found": choices.matching(q or draft.words, offered),
        "groups": choices.grouped(offered),
        "chosen": draft.kind or choices.chosen(draft, offered),
    }
    return forms.page(request, "resident/report_kind.html", shown, problems)


@with_draft
def more(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The kind's own questions; those that must be answered are told apart from the others."""
    code, spec = choices.of(draft, request.now)  # type: ignore[attr-defined]
    if spec is None or not spec.fields:
        return redirect("report-where")
    problems = forms.Problems()
    if request.method == "POST":
        draft.answers = {q.code: request.POST.get(f"a-{q.code}", "").strip() for q in spec.fields}
        draft.answers = {name: value for name, value in draft.answers.items() if value}
        draft.asked = code
        try:
            check_answers(draft.answers, spec)
        except Refusal as no:
            problems.add(f"a-{no.field}", no.sentence)
        drafts.save(request, draft)
        if not problems:
            return redirect("report-where")
    return show_more(request, draft, problems)


@require_POST
def guessed(request: HttpRequest) -> HttpResponse:
    """For report.js: the kind that the words in the form point to, as the piece of page that says so."""
    draft = drafts.load(request) or Draft()
    draft.words = request.POST.get("words", "").strip()
    return render(request, "resident/report_guess.html", _guessed(request, draft))


def next_step(request: HttpRequest, draft: Draft) -> str:
    """The kind's questions when there are any that were not shown yet, else the place."""
    code, spec = choices.of(draft, request.now)  # type: ignore[attr-defined]
    return "report-more" if spec and spec.fields and draft.asked != code else "report-where"


def show_what(request: HttpRequest, draft: Draft, problems: forms.Problems) -> HttpResponse:
    """The first step with what is wrong on top."""
    shown = {"draft": draft, "step": 1, "dangers": choices.dangers(), **_guessed(request, draft)}
    return forms.page(request, "resident/report_what.html", shown, problems)


def _guessed(request: HttpRequest, draft: Draft) -> dict[str, object]:
    """The kind as it stands, chosen or suggested, with the reason of a suggestion and what else it may be."""
    offered = choices.kinds(draft, request.now)  # type: ignore[attr-defined]
    if draft.kind in offered:
        return {"guess": offered[draft.kind].label, "chosen": True}
    made = guess.guess(draft.words, offered, draft.area)
    unknown = offered.get(choices.UNKNOWN) if draft.words else None
    return {"guess": made.label or (unknown.label if unknown else ""), "made": made}


def show_more(request: HttpRequest, draft: Draft, problems: forms.Problems) -> HttpResponse:
    """The kind's questions with what is wrong on top."""
    _code, spec = choices.of(draft, request.now)  # type: ignore[attr-defined]
    asked = [
        {
            "name": f"a-{q.code}",
            "label": q.label,
            "type": q.type,
            "unit": q.unit,
            "required": q.required,
            "options": [(choice, choice) for choice in q.choices],
            "value": draft.answers.get(q.code, ""),
            "error": problems.errors.get(f"a-{q.code}", ""),
        }
        for q in (spec.fields if spec else ())
    ]
    shown = {"draft": draft, "step": 1, "kind_label": spec.label if spec else "", "questions": asked}
    return forms.page(request, "resident/report_more.html", shown, problems)
