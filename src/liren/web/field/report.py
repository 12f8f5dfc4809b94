"""报: a keeper reports what she sees, or what she already put right; one page, made for one thumb."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases.commands import ReportCase
from liren.cases.kinds import GROUPS
from liren.cases.queries.incoming import IncomingCard
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web import photos, staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.field import ground
from liren.web.resident import incoming


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; done leads to the case, refused shows it again with photos and words kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.keep")
    typed, tried, kept = Typed(request.POST), Attempt(), []
    message = incoming.message_of(request, request.POST.get("message", "") or request.GET.get("message", ""))
    if request.method == "POST":
        taken, sentences = photos.take_in(request, typed.key)
        for sentence in sentences:
            typed.blame("photos", sentence)
        kept = list(dict.fromkeys([*(UUID(p) for p in request.POST.getlist("kept") if len(p) == 36), *taken]))
        tried = attempt(request, typed, lambda: _command(typed, tuple(kept), message))
        if tried.answer:
            messages.success(request, _("已报上，编号 %(number)s。") % {"number": tried.answer["number"]})
            return redirect("case", tried.answer["case"])
    start = typed.values()
    if request.method != "POST" and message is not None:
        kept, start = list(message.photos), _start(message, request.GET["message"])
    shown = {
        "problems": tried.problems, "tried": tried, "typed": start, "kept": kept, "message": message,
        "key": _key(request, typed, tried, message), "groups": _kinds(request),
        "areas": ground.micro_grids(actor), "severities": [("normal", _("一般")), ("urgent", _("紧急"))],
        "solved": typed.has("solved"), "severity": typed.text("severity") or "normal",
    }  # fmt: skip
    return staff.page(request, "field/report.html", "report", shown, status=tried.status)


def _key(request: HttpRequest, typed: Typed, tried: Attempt, message: IncomingCard | None) -> UUID:
    """A message's own id, so that it is reported once; else the form's."""
    if message is not None:
        return message.id
    return typed.key if request.method == "POST" and tried.status != 409 else new_id()


def _start(message: IncomingCard, token: str) -> dict[str, str]:
    """The form filled in with what came by message."""
    spot = ""
    if message.lon is not None and message.lat is not None:
        found = places.locate(message.lon, message.lat)
        spot = str(found.scope) if found else ""
    return {"message": token, "words": message.words, "place_words": message.place_words, "area": spot}


def _command(typed: Typed, kept: tuple[UUID, ...], message: IncomingCard | None) -> ReportCase:
    kind = typed.read("kind", Code, _("还没有选是哪一类，请从列表里选一个。")) or Code("other")
    if not typed.text("words"):
        typed.blame("words", _("还没有写是什么事，写一句话就可以。"))
    solved = typed.has("solved")
    if solved and not typed.text("how"):
        typed.blame("how", _("写一句是怎么办好的。"))
    at = _point(typed, message)
    return ReportCase(
        case_id=typed.key, note=typed.key, kind=kind, words=typed.text("words"), severity=Code(typed.text("severity") or "normal"),
        area=typed.area("area"), lon=at[0], lat=at[1], incoming=message.id if message else None, place_words=typed.text("place_words"), photos=kept, channel=Code("field"),
        name=typed.text("name"), phone=typed.text("phone"), on_behalf=bool(typed.text("phone") or typed.text("name")),
        solved_on_spot=typed.text("how") if solved else None,
    )  # fmt: skip


def _point(typed: Typed, message: IncomingCard | None) -> tuple[float | None, float | None]:
    """The point that was sent, as long as the keeper leaves it in the micro-grid it lies in."""
    if message is None or message.lon is None or message.lat is None:
        return None, None
    found = places.locate(message.lon, message.lat)
    same = found is not None and str(found.scope) == typed.text("area")
    return (message.lon, message.lat) if same else (None, None)


def _kinds(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by group, in the order of the groups."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    area = next(iter(actor.holds("cases.keep"))).area
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in GROUPS.values()}
    for entry in catalogue.entries("case_kind", area=area, at=now):
        if entry.spec.for_people:
            groups[GROUPS[entry.spec.group]].append((entry.code, entry.spec.label))
    return [(label, kinds) for label, kinds in groups.items() if kinds]
