"""找: one box for number, title, name and place; and a whole phone number, which asks for a reason and leaves a trace."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.cases import queries as cases
from liren.cases.queries.phones import REASONS, RIGHTS
from liren.kernel import Actor, Missing, Refusal
from liren.people import queries as people
from liren.web import staff, where
from liren.web.attempt import Typed
from liren.web.desk.view import line_clock
from liren.web.display import Problem
from liren.web.search.groups import Group, Hit, found

LONGEST = 100
SHORTEST_PHONE = 7


@staff.staff
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """`q`: everything that fits; as JSON when the desk's palette asks. What could be a phone leads to the form that asks why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    text = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:LONGEST]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"q": text, "hits": _flat(found(actor, text, now))})
    groups = found(actor, text, now) if text else []
    return _shown(request, text, groups, phone=text if _like_phone(text) else "")


@staff.staff
@require_POST
def phone_page(request: HttpRequest) -> HttpResponse:
    """A whole number: cases it was left with, colleagues who have it. The reason is kept with the look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    typed = Typed(request.POST)
    phone, reason = typed.text("phone"), typed.text("reason")
    try:
        lines = cases.by_phone(actor, phone, reason)
    except Missing:
        raise
    except Refusal as no:
        return _shown(request, "", [], phone=phone, reason=reason, problem=Problem(no.field or "phone", no.sentence))
    hits = tuple(
        Hit(
            line.title or line.number,
            reverse("case", args=[line.id]),
            f"{line.number}，{where.short(line.scope)}",
            line_clock(line, now),
        )
        for line in lines
    )
    groups = [Group(_("留过这个号码的案件"), hits)] if hits else []
    if actor.holds("people.see"):
        staffed = people.person_search(actor, "".join(c for c in phone if c.isdigit()), purpose=REASONS[reason])
        if staffed:
            groups.append(Group(_("登记了这个号码的同事"), tuple(Hit(p.name, "", where.long(p.area)) for p in staffed)))
    return _shown(request, "", groups, phone=phone, reason=reason, asked=True)


def _flat(groups: list[Group]) -> list[dict[str, str]]:
    """The hits one can follow, each with its group and a word beside it, and after a cut the way to all of them."""
    flat = []
    for group in groups:
        for hit in group.hits:
            note = "，".join(filter(None, (hit.note, hit.clock.words if hit.clock else "")))
            flat.append({"group": group.title, "label": hit.label, "href": hit.href, "note": note})
        if group.more:
            flat.append({"group": group.title, "label": _("在列表里看全部"), "href": group.more, "note": ""})
    return [one for one in flat if one["href"]]


def _like_phone(text: str) -> bool:
    digits = "".join(text.split()).replace("-", "")
    return digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_PHONE


def _shown(
    request: HttpRequest, text: str, groups: list[Group], *, phone: str = "", reason: str = "", asked: bool = False,
    problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = {
        "q": text, "groups": groups, "phone": phone, "reason": reason, "asked": asked,
        "problems": [problem] if problem else [], "errors": {problem.field: problem.sentence} if problem else {},
        "reasons": [(code, _(words)) for code, words in REASONS.items()], "may_phone": any(map(actor.holds, RIGHTS)),
        "open": bool(phone),
    }  # fmt: skip
    return staff.page(request, "search/page.html", "search", shown, status=422 if problem else 200)
