"""One case: what is asked of me, the evidence, who has it, what happened; and every act as a form of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liren.attachments import queries as attachments
from liren.cases import queries as cases
from liren.cases.queries.followup import told
from liren.cases.rules.roles import only_helps
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.services import queries as services
from liren.trust.looks import looks
from liren.web import photos, staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras.nearby import nearby
from liren.web.desk import alarmed, beside, from_hotline, history, ruled
from liren.web.desk.abuse import RIGHTS
from liren.web.desk.acts import FORMS
from liren.web.desk.acts.shapes import Form
from liren.web.desk.advice import advice
from liren.web.desk.asked import sorted_out
from liren.web.desk.boxes import Tried, boxes
from liren.web.desk.choices import Choices
from liren.web.desk.delivered import delivered
from liren.web.desk.detail import advised
from liren.web.desk.history import Names
from liren.web.desk.toasts import acted
from liren.web.desk.together import together, whistles_told
from liren.web.desk.view import view
from liren.web.display import Problem, moment_words, worded
from liren.web.errors import views as errors
from liren.web.reckoned import reckoned

PURPOSE_MOST = 200
Show = Callable[[HttpRequest, UUID, Tried], HttpResponse]
BRACKETS = str.maketrans("[]()（）【】", "〔〕" * 4)


@staff.staff
@require_safe
def case_page(request: HttpRequest, id: UUID) -> HttpResponse:
    return shown(request, id)


@staff.staff
@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponse:
    """/case/界牌〔2026〕004021/ leads to the case."""
    return redirect("case", _numbered(request, number))


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    return ordered(request, id, act, "case", shown)


def ordered(request: HttpRequest, id: UUID, act: str, page: str, show: Show) -> HttpResponse:
    """Order one act. Done: back to where it came from, with a word; refused: the page again with all that was typed.

    `page` is the address of the face's case page, `show` makes it again.
    """
    form = FORMS.get(act)
    if form is None:
        raise Missing
    if request.method != "POST":
        return redirect(reverse(page, args=[id]) + f"#do-{act}")
    typed = Typed(request.POST, act)
    kept = _photos(request, form, typed)
    _look_up(request, typed, act)
    tried = attempt(request, typed, lambda: form.build(id, typed, kept))
    if tried.answer is None:
        return show(request, id, Tried(act=act, typed=typed, attempt=tried, photos=kept))
    acted(request, act, id, str(_pressed(form, typed)))
    return redirect(_back(request) or reverse(page, args=[id]))


@staff.staff
@require_POST
def reveal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name and phone of the reporter, after saying why; the look is kept before a byte leaves."""
    purpose = Typed(request.POST, "reveal").text("purpose")
    if not 2 <= len(purpose) <= PURPOSE_MOST:
        sentence = _("写一句为什么要看，例如“约上门时间”，最多 200 字。")
        return shown(request, id, purpose=purpose, problem=Problem("reveal-purpose", sentence))
    return shown(request, id, reporter=cases.reporter_whole(request.actor, id, purpose), asked=True)  # type: ignore[attr-defined]


@staff.staff
@require_safe
def photo(request: HttpRequest, id: UUID, photo: UUID) -> HttpResponse:
    """A photo of the case; `small` is its thumbnail."""
    return photos.send(attachments.open_photo(request.actor, photo, thumb="small" in request.GET))  # type: ignore[attr-defined]


def shown(
    request: HttpRequest, id: UUID, tried: Tried | None = None, *,
    reporter: cases.ReporterCard | None = None, asked: bool = False, purpose: str = "", problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a case, with the act that was refused still open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cases.case_card(actor, id, now)
    names = Names(actor, card.timeline)
    made = boxes(list(card.acts), Choices(actor, card.case, card.kind, now), tried)
    main, also, refused = sorted_out(card, made, actor.units)
    why = advice(actor, card, now) if main and main.form.act == "dispatch" else None
    main = advised(main, why) if main and not main.open else main
    decisions = "decisions" in request.GET
    again = tried.attempt if tried else Attempt(problems=(problem,) if problem else (), status=422 if problem else 200)
    context: dict[str, Any] = {
        "v": view(actor, card, names, now), "case_id": id, "version": card.case.version,
        "key": tried.typed.key if tried and again.status != 409 else new_id(),
        "asked": main, "also": also, "refused": refused, "problems": again.problems, "now_is": again.now_is,
        "happened": [
            (h, moment_words(h.at, now)) for h in _happened(actor, card, names, now, decisions=decisions)
        ],
        "may_mark": any(map(actor.holds, ("cases.dispatch", "cases.urge"))), "decisions": decisions, "reckoned": reckoned(actor, card, now), "looks": _looks(actor, card, now), "reporter": reporter,
        "reporter_empty": asked and reporter is None, "may_reveal": card.case.contactable and not card.as_reporter and not only_helps(card.roles),
        "typed": errors.typed(request) if tried and (tried.act not in made or made[tried.act].why_not) else [],
        "purpose": purpose, "purpose_error": problem.sentence if problem else "",
    }  # fmt: skip
    context |= {"advice": why, "reported": card.case.workflow != "alarm"}
    context["ruled"] = ruled.ruled(actor, card, now)
    context["from_hotline"] = from_hotline.told(actor, card, now)
    context |= together(actor, card, now)
    context |= nearby(actor, card, now)
    context |= alarmed.of_case(actor, card, now)
    context |= _called(card, context)
    if card.case.into:
        context["into"] = (card.case.into, cases.names(actor, [card.case.into]).get(card.case.into, _("另一件")))
    context["order"] = services.answering(actor, card.case.id)
    context |= {"kin": beside.kin(actor, card, now), "chain": beside.chain(actor, card, now)}
    face = "desk" if "desk" in staff.faces(actor) else "field"
    list_of = beside.within(request, id)
    context |= {
        "back": reverse(face) + (f"?{list_of.query}" if list_of else ""),
        "back_name": staff.labels(actor)[face],
        "within": list_of,
    }
    return staff.page(request, "desk/case.html", face, context, status=again.status)


def _called(card: cases.CaseCard, context: dict[str, Any]) -> dict[str, Any]:
    """A drill case called by hand has no alarm to judge: filing it is the word that is asked for."""
    filing = next((box for box in context["also"] if box.form.act == "file"), None)
    if card.case.drill is None or "alarm" in context or context["asked"] or filing is None:
        return {}
    return {"asked": filing, "also": [box for box in context["also"] if box is not filing]}


def _happened(
    actor: Actor, card: cases.CaseCard, names: Names, now: datetime, *, decisions: bool
) -> list[history.Happened]:
    """The journal's lines with what was sent to the reporter, newest first."""
    lines = history.told(
        list(card.timeline), names, card.notes, now=now, decisions=decisions, marks=_marks(actor, card),
        whistles=whistles_told(actor, card),
    )  # fmt: skip
    sent = [] if decisions or card.as_reporter else list(delivered(actor, card.case.id))
    return sorted([*lines, *sent], key=lambda line: line.at, reverse=True) if sent else lines


def _marks(actor: Actor, card: cases.CaseCard) -> dict[UUID, cases.MarkCard] | None:
    """The marks of abuse of this case, for those who set, check or hear them; asked for only where there are any."""
    if card.as_reporter or not any(map(actor.holds, RIGHTS)):
        return None
    marked = any(isinstance(entry.event, history.MARKED) for entry in card.timeline)
    return {mark.id: mark for mark in cases.marks_of(actor, card.case.id)} if marked else {}


def _looks(actor: Actor, card: cases.CaseCard, now: datetime) -> list[dict[str, str]]:
    """Who looked, from which unit and post, when and why."""
    found = [
        one for one in looks(actor, card.case.id, since=card.case.reported_at) if told(actor, one.what, one.purpose)
    ]
    posts = {e.code: e.spec.label for e in catalogue.entries("post", area=card.case.scope, at=now)}
    units = people.unit_names(actor, {one.unit for one in found if one.unit})
    return [
        {
            "name": one.name or (_("系统") if one.actor_kind == "house" else _("反映人本人")), "post": "，".join(filter(None, (units.get(one.unit) if one.unit else "", posts.get(one.post, "")))),
            "when": moment_words(one.at, now), "purpose": worded(one.purpose),
        }
        for one in found
    ]  # fmt: skip


def _photos(request: HttpRequest, form: Form, typed: Typed) -> tuple[UUID, ...]:
    """Stage what was uploaded and keep what an earlier try already brought; a bad one is blamed, none is lost."""
    if not form.takes_photos:
        return ()
    taken, sentences = photos.take_in(request, typed.key, typed.id("photos"))
    for sentence in sentences:
        typed.blame("photos", sentence)
    kept = [UUID(text) for text in request.POST.getlist("kept") if len(text) == 36]
    return tuple(dict.fromkeys([*kept, *taken]))


def _look_up(request: HttpRequest, typed: Typed, act: str) -> None:
    """A merge names the other case by its number."""
    if act != "merge":
        return
    try:
        typed.found["into"] = _numbered(request, typed.text("into"))
    except Missing:
        typed.blame("into", _("没有找到这个编号，请照案件页上的编号写全。"))


def _numbered(request: HttpRequest, number: str) -> UUID:
    """The case of a number, whatever brackets it was typed with. Raises Missing."""
    plain = "".join(number.split()).translate(BRACKETS)
    found = cases.by_number(request.actor, plain)  # type: ignore[attr-defined]
    if found is None:
        raise Missing
    return found


def _pressed(form: Form, typed: Typed) -> Any:
    pressed = typed.verb
    return next((v.label for v in form.verbs if v.value == pressed), form.verbs[0].label)


def _back(request: HttpRequest) -> str:
    """Where the form stood, when that is one of our own pages."""
    back = request.POST.get("back", "")
    return back if back.startswith(("/desk/", "/work/", "/field/", "/case/")) else ""
