"""Reporting, the last step: read it again, say how one may be asked back, and send it off."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.commands import ReportCase
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.notices import outbox
from liren.trust import gate, phones
from liren.web import forms
from liren.web.errors import views as errors
from liren.web.resident import choices, guess, place, report, where
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft
from liren.web.resident.steps import with_draft
from liren.web.secret_link import CASE
from liren.web.telling import report as telling

WHAT_FIELDS = {"words", "photos", "kind", "severity"}
PLACE_FIELDS = {"lon", "lat", "area", "building", "place", "place_words"}


@with_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Read again, choose how to be told, submit. A refusal leads to the step where it can be put right."""
    if draft.sent:
        return _to_receipt(request, draft)
    if not draft.words and not draft.photos:
        return redirect("report-what")
    problems = forms.Problems()
    if request.method == "POST":
        if request.POST.get("do") == "alone":
            draft.same_as = ""
            drafts.save(request, draft)
        elif request.POST.get("contact") == "phone" and not request.POST.get("phone", "").strip():
            problems.add("phone", _("请填手机号；不想留，就在上面选“不留电话”。"))
        elif request.POST.get("told") == "1" and (wrong := telling.not_textable(request.POST)):
            problems.add("phone", wrong)
        elif not consume(request, action="report"):
            return errors.too_many(request)
        elif (no := _refused(request, draft)) is None:
            draft.sent = True
            drafts.save(request, draft)
            return _to_receipt(request, draft)
        else:
            return _put_right(request, draft, no)
    return _show(request, draft, problems)


def _refused(request: HttpRequest, draft: Draft) -> Refusal | None:
    """Send it through the gate; the refusal when it is not taken."""
    try:
        _submit(request, draft)
    except Refusal as no:
        return no
    return None


def _put_right(request: HttpRequest, draft: Draft, no: Refusal) -> HttpResponse:
    """The step on which a refusal can be put right, with its sentence on top."""
    problems = forms.Problems()
    if no.field in WHAT_FIELDS:
        problems.add(no.field or "", no.sentence)
        return report.show_what(request, draft, problems)
    if no.field in PLACE_FIELDS:
        problems.add("place_words", no.sentence)
        return where.show_where(request, draft, problems)
    if no.field in {q.code for q in choices.questions(draft, request.now)}:  # type: ignore[attr-defined]
        problems.add(f"a-{no.field}", no.sentence)
        return report.show_more(request, draft, problems)
    problems.add(no.field or "", no.sentence)
    return _show(request, draft, problems)


def _show(request: HttpRequest, draft: Draft, problems: forms.Problems) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    code, spec = choices.of(draft, now)
    shown = {
        "draft": draft,
        "step": 3,
        "kind_label": spec.label if spec else _("其他"),
        "guessed": not draft.kind and code != choices.UNKNOWN,
        "veiled": bool(spec and spec.secrecy),
        "has_questions": bool(spec and spec.fields),
        "answers": choices.answers(draft, now),
        "danger_label": next(label for code, label, _note in choices.dangers() if code == draft.danger),
        "place_lines": place.lines(draft),
        "contacts": choices.ways_to_be_told(),
        "contact": request.POST.get("contact", "phone"),
        "phone": request.POST.get("phone", phones.mine(request.actor)),  # type: ignore[attr-defined]
        "sealed": request.POST.get("sealed") == "1",
        "texts": outbox.can_text(),
        "told": request.POST.get("told") == "1",
    }
    return forms.page(request, "resident/report_check.html", shown, problems)


def _to_receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """303 to the receipt, with the case left open in this browser."""
    kept = cases.receipt(request.actor, UUID(draft.case))  # type: ignore[attr-defined]
    if kept is None:
        raise Missing
    return CASE.go(request, "receipt", kept.token)


def _submit(request: HttpRequest, draft: Draft) -> None:
    """Report through the gate; the draft's key makes a second submit the first one's answer."""
    now = request.now  # type: ignore[attr-defined]
    code, spec = choices.of(draft, now)
    asked = {q.code for q in spec.fields} if spec else set()
    suggested, sure, by = guess.recorded(draft.words, choices.kinds(draft, now), draft.area)
    command = ReportCase(
        case_id=UUID(draft.case),
        note=UUID(draft.note),
        kind=Code(code),
        words=draft.words,
        severity=Code("normal" if draft.danger == "no" else "urgent"),
        lon=draft.lon,
        lat=draft.lat,
        area=AreaCode(draft.area) if draft.area else None,
        building=UUID(draft.building) if draft.building else None,
        place_words=draft.place_words or draft.building_words,
        photos=tuple(UUID(p) for p in draft.photos),
        answers=tuple(sorted((name, value) for name, value in draft.answers.items() if name in asked)),
        phone=request.POST.get("phone", "").strip() if request.POST.get("contact") == "phone" else "",
        sealed=request.POST.get("sealed") == "1",
        same_as=UUID(draft.same_as) if draft.same_as else None,
        suggested=suggested,
        suggested_sure=sure,
        suggested_by=by,
        incoming=UUID(draft.key) if draft.incoming else None,
    )
    gate.execute(command, actor=request.actor, now=now, key=UUID(draft.key))  # type: ignore[attr-defined]
    telling.ticked(request, UUID(draft.case), UUID(draft.key))
