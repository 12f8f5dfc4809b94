"""One case in one thumb: what it is, a photo, a few words, one main button; everything else a fold below."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.attempt import Attempt
from liren.web.desk import case as desk
from liren.web.desk.boxes import Box, Tried, boxes
from liren.web.desk.choices import Choices
from liren.web.desk.history import Names, told
from liren.web.desk.view import view
from liren.web.display import moment_words
from liren.web.reckoned import reckoned

FIRST = ("report_result", "solve_on_spot", "take_up", "resume", "verify")
"""What is asked of a keeper, the first that is possible now."""
HAND_BACK = ("file", "return", "ask_arbitration")
ALSO = (
    "lift_drill",
    "take_up",
    "contact",
    "ask_relief",
    "add_photos",
    "message",
    "note",
    "correct_kind",
    "correct_place",
)
ORDER = {"photos": 0, "words": 1}
LATEST = 5


@staff.staff
@require_safe
def case_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The case of a keeper; whoever has no ground of his own is led to nothing here."""
    return shown(request, id)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """Order one act; refused, the thumb's page comes again with photo and words kept."""
    return desk.ordered(request, id, act, "field-case", shown)


def shown(request: HttpRequest, id: UUID, tried: Tried | None = None) -> HttpResponse:
    """The page: one thing asked, ways to hand it back, the rest."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cases.keep")
    card = cases.case_card(actor, id, now)
    names = Names(actor, card.timeline)
    made = boxes(list(card.acts), Choices(actor, card.case, card.kind, now), tried)
    main = next((made[a] for a in FIRST if a in made and not made[a].why_not), None)
    rest = {a: box for a, box in made.items() if box is not main}
    again = tried.attempt if tried else Attempt()
    happened = told(list(card.timeline), names, card.notes, now=now)[:LATEST]
    context: dict[str, Any] = {
        "v": view(actor, card, names, now), "case_id": id, "version": card.case.version, "act_url": "field-act",
        "key": tried.typed.key if tried and again.status != 409 else new_id(), "asked": _thumb(main) if main else None,
        "results": _results(main), "back_ways": [rest[a] for a in HAND_BACK if a in rest and (not rest[a].why_not or rest[a].open)],
        "also": [rest[a] for a in ALSO if a in rest and (not rest[a].why_not or rest[a].open)],
        "refused": [box for a, box in rest.items() if box.why_not and a in (*FIRST, *HAND_BACK, *ALSO) and not box.open],
        "problems": again.problems, "now_is": again.now_is, "contact": _phone_way(card),
        "happened": [(h, moment_words(h.at, now)) for h in happened], "reckoned": reckoned(actor, card, now),
    }  # fmt: skip
    return staff.page(request, "field/case.html", "field", context, status=again.status)


def _thumb(box: Box) -> Box:
    """Photo, then words; a result is chosen by the button that is pressed."""
    fields = [f for f in box.fields if f.input.name != "result"]
    return replace(box, fields=tuple(sorted(fields, key=lambda f: ORDER.get(f.input.look, 2))))


def _results(box: Box | None) -> list[tuple[str, str]]:
    """The buttons of a result, the main one first; empty where the form's own verbs stand."""
    if box is None or box.form.act != "report_result":
        return []
    return [("solved", _("办好了，反馈")), ("explained", _("解释清楚了")), ("unsolved", _("没办成，如实报"))]


def _phone_way(card: cases.CaseCard) -> bool:
    """Whether somebody can be reached: the number itself is behind a purpose, on the full page."""
    return card.case.contactable and not card.as_reporter
