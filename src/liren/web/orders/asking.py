"""我要求助: which help, then one page of questions; nobody signs in, and a second click is the same order."""

from datetime import date
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.ids import new_id
from liren.services import queries as services
from liren.services.commands import PlaceOrder, Time
from liren.services.kinds import ServiceKind
from liren.trust import gate
from liren.web import forms
from liren.web.attempt import Typed
from liren.web.errors import views as errors
from liren.web.orders import choices
from liren.web.resident import place
from liren.web.resident.draft import COMMUNITY
from liren.web.secret_link import ORDER

PLACE = {"area", "building", "lon", "lat", "place"}


@require_safe
def which(request: HttpRequest) -> HttpResponse:
    """What kind of help; anything else goes on as a report for the desk."""
    offered = choices.kinds("", request.now)  # type: ignore[attr-defined]
    return render(request, "orders/which.html", {"groups": choices.grouped(offered)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind of help: what, where, when, who should come, how to be reached."""
    offered = choices.kinds("", request.now)  # type: ignore[attr-defined]
    if kind not in offered:
        return redirect("ask-which")
    problems = forms.Problems()
    typed = Typed(request.POST)
    searching = typed.verb in ("search", "grids")
    if request.method == "POST" and not searching:
        order = typed.uuid("order", _("这一页放得太久了，请重新打开再填。"))
        command = _command(typed, kind, order, problems) if order else None
        if command and not problems:
            if not consume(request, action="report"):
                return errors.too_many(request)
            try:
                gate.execute(command, actor=request.actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
            except Refusal as no:
                problems.refuse(no, dict.fromkeys(PLACE, "q"))
            else:
                kept = services.receipt(request.actor, command.order)  # type: ignore[attr-defined]
                return ORDER.go(request, "ask-receipt", kept.token) if kept else redirect("ask-which")
        problems.found.extend(typed.problems)
    return _show(request, kind, offered, typed, problems, searching=searching)


def _command(typed: Typed, kind: str, order: UUID, problems: forms.Problems) -> PlaceOrder:
    building = typed.uuid("building", _("请重新找一下门牌。"), optional=True)
    grid = typed.text("grid")
    area = place.known(grid if grid.startswith(typed.text("area")) else "") or place.known(typed.text("area"))
    if building is None and not area:
        problems.add("q", _("还没有说在哪里。从门牌里找到您家，或者选在哪个社区。"))
    elif building is None and len(area) <= COMMUNITY:
        problems.add("grid", _("请再选是哪个网格，楼道口的公示牌上写着。不知道就从门牌里找。"))
    return PlaceOrder(
        order=order,
        note=typed.uuid("note", _("这一页放得太久了，请重新打开再填。"), optional=True) or new_id(),
        kind=Code(kind),
        words=typed.text("words"),
        address=typed.text("address"),
        phone=typed.text("phone"),
        name=typed.text("name"),
        building=building,
        area=AreaCode(area) if area and building is None else None,
        gender=Code(typed.text("gender") or "any"),
        neighbour=typed.has("neighbour"),
        no_visit=typed.has("no_visit"),
        times=_times(typed, problems),
    )


def _times(typed: Typed, problems: forms.Problems) -> tuple[Time, ...]:
    found = []
    for value in typed.data.getlist("times"):  # type: ignore[attr-defined]
        day, _slash, part = value.partition("/")
        try:
            found.append(Time(day=date.fromisoformat(day), part=part))
        except ValueError:
            problems.add("times", _("请从表里选方便的时间。"))
    return tuple(found)


def _show(
    request: HttpRequest, code: str, offered: dict[str, ServiceKind], typed: Typed, problems: forms.Problems,
    *, searching: bool,
) -> HttpResponse:  # fmt: skip
    q, area, kind = typed.text("q"), place.known(typed.text("area")), offered[code]
    shown = {
        "code": code,
        "kind": kind,
        "typed": typed.values(),
        "picked": request.POST.getlist("times"),
        "days": choices.days(request.now),  # type: ignore[attr-defined]
        "genders": choices.genders(),
        "q": q,
        "searching": searching,
        "found": place.search(request, q) if q else [],
        "communities": place.communities(),
        "area": area[:COMMUNITY],
        "grids": place.grids(request, area),
        "order": typed.text("order") or str(new_id()),
        "note": typed.text("note") or str(new_id()),
        "key": str(typed.key),
    }
    answer = forms.page(request, "orders/ask.html", shown, problems)
    answer.status_code = 200 if searching else answer.status_code
    return answer
