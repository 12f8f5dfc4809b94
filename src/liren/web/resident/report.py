"""Reporting in three steps, each an address of its own: what, where, check. Works without a script.

Each step keeps what was filled in (draft.py) and leads on by 303, so the back button never asks to send again.
Whatever is wrong is said on the step where it can be put right, with everything typed still there.
"""

from collections.abc import Callable
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.cases.commands import ReportCase
from liren.cases.rules.words import said
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.trust import gate
from liren.web import forms
from liren.web.errors import views as errors
from liren.web.resident import choices, link, photo, place
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft

WHAT_FIELDS = {"words", "photos", "kind", "severity"}
PLACE_FIELDS = {"lon", "lat", "area", "building", "place", "place_words"}


def _with_draft(view: Callable[[HttpRequest, Draft], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view this visitor's draft; without one, the first step begins a new one."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: HttpRequest) -> HttpResponse:
        draft = drafts.load(request)
        if draft is None or (draft.sent and request.method != "POST"):
            return redirect("report")
        return view(request, draft)

    return opened


@require_safe
def begin(request: HttpRequest) -> HttpResponseRedirect:
    """A fresh report (?help=1: a call for help); one that was begun is gone on with, unless it is of the other sort."""
    helping = request.GET.get("help") == "1"
    draft = drafts.load(request)
    if draft is None or draft.sent or draft.help != helping:
        drafts.save(request, Draft(help=helping))
    return redirect("report-what")


@_with_draft
def what(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 1: words, kind, photos, danger."""
    problems = forms.Problems()
    if request.method == "POST":
        draft.words = request.POST.get("words", "").strip()
        draft.kind = request.POST.get("kind", "")
        danger = request.POST.get("danger", "")
        draft.danger = danger if danger in choices.DANGERS else draft.danger
        if request.FILES and not consume(request, action="photos"):
            return errors.too_many(request)
        draft.photos = [p for p in draft.photos if p not in request.POST.getlist("remove")]
        photo.stage(request, draft, problems)
        try:
            said(draft.words, field="words", what=_("是什么事"))
        except Refusal as no:
            problems.refuse(no)
        drafts.save(request, draft)
        if not problems:
            return redirect("report-where")
    return _show_what(request, draft, problems)


@_with_draft
def where(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 2: a house that was searched for, one's own words, or the phone's position."""
    problems = forms.Problems()
    wish = request.POST.get("do", "next")
    if request.method == "POST":
        place.take(request, draft)
        if wish == "forget":
            draft.lon = draft.lat = None
        if wish == "next" and not draft.has_place and choices.needs_place(draft, request.now):  # type: ignore[attr-defined]
            problems.add("place_words", _("还没有说在哪里。写个大概的位置就可以，例如“界中社区文化广场旁”。"))
        drafts.save(request, draft)
        if wish == "next" and not problems:
            return redirect("report-check")
    return _show_where(request, draft, problems, searching=wish == "search")


@_with_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 3: read again, choose how to be told, submit. A refusal leads to the step where it can be put right."""
    if not draft.words and not draft.photos:
        return redirect("report-what")
    problems = forms.Problems()
    if request.method == "POST":
        if request.POST.get("contact") == "phone" and not request.POST.get("phone", "").strip():
            problems.add("phone", _("请填手机号；不想留，就在上面选“不留电话”。"))
        elif not consume(request, action="report"):
            return errors.too_many(request)
        else:
            try:
                _submit(request, draft)
            except Refusal as no:
                problems.add("place_words" if no.field in PLACE_FIELDS else no.field or "", no.sentence)
            else:
                draft.sent = True
                drafts.save(request, draft)
                return _to_receipt(request, draft)
    if problems.errors.keys() & WHAT_FIELDS:
        return _show_what(request, draft, problems)
    if "place_words" in problems.errors:
        return _show_where(request, draft, problems)
    return _show_check(request, draft, problems)


def _show_what(request: HttpRequest, draft: Draft, problems: forms.Problems) -> HttpResponse:
    offered = choices.kinds(draft, request.now)  # type: ignore[attr-defined]
    shown = {"draft": draft, "step": 1, "groups": choices.grouped(offered), "dangers": choices.dangers()}
    return forms.page(request, "resident/report_what.html", shown, problems)


def _show_where(
    request: HttpRequest, draft: Draft, problems: forms.Problems, *, searching: bool = False
) -> HttpResponse:
    q = request.POST.get("q", "").strip() if searching else ""
    shown = {
        "draft": draft,
        "step": 2,
        "q": q or draft.building_words,
        "found": place.search(request, q) if q else place.chosen(draft),
        "searched": searching,
        "communities": place.communities(),
    }
    return forms.page(request, "resident/report_where.html", shown, problems)


def _show_check(request: HttpRequest, draft: Draft, problems: forms.Problems) -> HttpResponse:
    offered = choices.kinds(draft, request.now)  # type: ignore[attr-defined]
    kind = choices.chosen(draft, offered)
    shown = {
        "draft": draft,
        "step": 3,
        "kind_label": offered[kind].label if kind in offered else _("其他"),
        "guessed": not draft.kind and kind != choices.UNKNOWN,
        "danger_label": next(label for code, label, _note in choices.dangers() if code == draft.danger),
        "place_lines": place.lines(draft),
        "contacts": choices.ways_to_be_told(),
        "contact": request.POST.get("contact", "phone"),
        "phone": request.POST.get("phone", ""),
        "sealed": request.POST.get("sealed") == "1",
    }
    return forms.page(request, "resident/report_check.html", shown, problems)


def _to_receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """303 to the receipt, with the case left open in this browser."""
    kept = cases.receipt(request.actor, UUID(draft.case))  # type: ignore[attr-defined]
    if kept is None:
        raise Missing
    return link.go(request, "receipt", kept.token)


def _submit(request: HttpRequest, draft: Draft) -> None:
    """Report through the gate; the draft's key makes a second submit the first one's answer."""
    now = request.now  # type: ignore[attr-defined]
    command = ReportCase(
        case_id=UUID(draft.case),
        note=UUID(draft.note),
        kind=Code(choices.chosen(draft, choices.kinds(draft, now))),
        words=draft.words,
        severity=Code("normal" if draft.danger == "no" else "urgent"),
        lon=draft.lon,
        lat=draft.lat,
        area=AreaCode(draft.area) if draft.area else None,
        building=UUID(draft.building) if draft.building else None,
        place_words=draft.place_words or draft.building_words,
        photos=tuple(UUID(p) for p in draft.photos),
        phone=request.POST.get("phone", "").strip() if request.POST.get("contact") == "phone" else "",
        sealed=request.POST.get("sealed") == "1",
    )
    gate.execute(command, actor=request.actor, now=now, key=UUID(draft.key))  # type: ignore[attr-defined]
