"""接电话: who calls, what they asked before, what it is and where; read back before it is kept, with the number to tell.

One page and no mouse: Enter after the number looks up what this caller reported before (the look is kept), Enter after an
address looks for the house, Enter anywhere else reads the report back. Nothing is kept before the caller said yes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.cases.commands import ReportCase
from liren.cases.kinds import GROUPS, SOURCES
from liren.cases.queries import doors
from liren.cases.queries.phones import by_phone
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Code, Refusal
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import gate
from liren.web import forms, staff
from liren.web.attempt import Typed
from liren.web.desk.view import line_clock
from liren.web.display import moment_words, worded
from liren.web.office import choices
from liren.web.resident import place
from liren.web.resident.draft import COMMUNITY

BY = ("phone", "desk")
"""How somebody reaches the desk: 来电, 当面."""
SEARCHES = ("search", "grids")
IN_PLACE = dict.fromkeys(("area", "building", "lon", "lat", "place_words"), "q")
TOO_OLD = "这一页放得太久了，请重新打开再填。"
MOST = 8


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest) -> HttpResponse:
    """The form; `caller` looks a number up, `read` shows all of it to be read back, `save` keeps it, `edit` goes back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.dispatch")
    typed, problems = Typed(request.POST), forms.Problems()
    looking = looking_for(typed)
    if request.method != "POST" or typed.verb == "edit" or looking:
        return _form(request, typed, problems, looking)
    command = _command(typed)
    problems.found.extend(typed.problems)
    if command and not problems:
        try:
            if typed.verb == "save":
                gate.execute(command, actor=actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
                return redirect("desk-call-told", command.case_id)
            gate.rehearse(command, actor=actor, now=request.now)  # type: ignore[attr-defined]
        except Refusal as no:
            problems.refuse(no, IN_PLACE)
        else:
            return _read_back(request, command)
    return _form(request, typed, problems, "")


@staff.staff
@require_safe
def told(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the caller is told: number, code, until when. Only for whoever took the call, for a day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    kept = doors.read_out(actor, id, now)
    card = cases.case_card(actor, id, now)
    until = next((c.clock.due_at for c in card.clocks if c.clock.kind == "solve"), None)
    shown = {"card": card, "id": id, "kept": kept, "until": moment_words(until, now) if until else ""}
    answer = staff.page(request, "desk/call_told.html", "desk", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def looking_for(typed: Typed) -> str:
    """What Enter or a button asks to be looked up: caller, search, grids; "" for nothing."""
    if typed.verb in ("caller", *SEARCHES):
        return typed.verb
    if typed.verb != "read":
        return ""
    if typed.text("phone") and not typed.text("words") and not typed.text("asked"):
        return "caller"
    nowhere = not typed.text("building") and not typed.text("area")
    return "search" if typed.text("q") and nowhere else ""


def _command(typed: Typed) -> ReportCase | None:
    case = typed.uuid("case", _(TOO_OLD))
    kind = typed.read("kind", Code, _("还没有选是哪一类，请从列表里选一个；说不准的选“其他”。"))
    if not typed.text("words"):
        typed.blame("words", _("还没有写是什么事，照他的话写一句就可以。"))
    if typed.text("channel") not in BY:
        typed.blame("channel", _("请选是来电还是当面说的。"))
    building = typed.uuid("building", _("请重新找一下门牌。"), optional=True)
    grid = typed.text("grid")
    area = place.known(grid if grid.startswith(typed.text("area")) else "") or place.known(typed.text("area"))
    if case is None or kind is None or typed.problems:
        return None
    return ReportCase(
        case_id=case, note=typed.uuid("note", _(TOO_OLD), optional=True) or new_id(), kind=kind, words=typed.text("words"),
        severity=Code("urgent" if typed.has("urgent") else "normal"), building=building,
        area=AreaCode(area) if area and building is None else None, place_words=typed.text("place_words") or typed.text("q"),
        phone=typed.text("phone"), name=typed.text("name"), sealed=typed.has("sealed"), channel=Code(typed.text("channel")),
        on_behalf=True, read_back=True,
    )  # fmt: skip


def _form(request: HttpRequest, typed: Typed, problems: forms.Problems, looking: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    earlier = _earlier(actor, typed, problems, now) if looking == "caller" else None
    q, area = typed.text("q"), place.known(typed.text("area"))
    shown: dict[str, Any] = {
        "typed": typed.values(), "earlier": earlier, "looking": looking, "searching": looking in SEARCHES,
        "asked": typed.text("asked") or ("1" if looking == "caller" and not problems else ""),
        "groups": _kinds(actor, now), "channels": [(code, worded(SOURCES[code]) if code == "phone" else _("当面")) for code in BY],
        "q": q, "found": place.search(request, q) if q else [], "communities": place.communities(), "area": area[:COMMUNITY],
        "grids": place.grids(request, area), "case": typed.text("case") or str(new_id()), "note": typed.text("note") or str(new_id()),
        "key": str(typed.key), "problems": problems.found, "errors": problems.errors,
    }  # fmt: skip
    return staff.page(request, "desk/call.html", "desk", shown, status=422 if problems else 200)


def _earlier(actor: Actor, typed: Typed, problems: forms.Problems, now: datetime) -> list[Any]:
    """What this number was left with before, newest first; the look is on record. A bad number is told beside its field."""
    try:
        return [(line, line_clock(line, now)) for line in by_phone(actor, typed.text("phone"), "caller")[:MOST]]
    except Refusal as no:
        problems.refuse(no, {"reason": "phone"})
        return []


def _kinds(actor: Actor, now: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in GROUPS.values()}
    for entry in catalogue.entries("case_kind", area=choices.widest(actor), at=now):
        if entry.spec.for_people:
            groups[GROUPS[entry.spec.group]].append((entry.code, entry.spec.label))
    return [(label, kinds) for label, kinds in groups.items() if kinds]


def _read_back(request: HttpRequest, command: ReportCase) -> HttpResponse:
    """The report in the order in which it is read out, with everything typed kept in the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    label = catalogue.entry("case_kind", command.kind, area=choices.widest(actor), at=request.now).spec.label  # type: ignore[attr-defined]
    said: list[tuple[str, Any]] = [
        (_("称呼"), command.name), (_("电话"), spoken(command.phone)), (_("什么事"), command.words),
        (_("哪一类"), label), (_("在哪里"), _where(actor, command)),
        (_("程度"), _("紧急") if command.severity == "urgent" else ""),
        (_("保密"), _("承办的人看不到他是谁") if command.sealed else ""),
    ]  # fmt: skip
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("verb", "csrfmiddlewaretoken")
    ]
    shown = {
        "said": [(name, value) for name, value in said if value],
        "kept": kept,
        "by": worded(SOURCES[command.channel]),
    }
    return staff.page(request, "desk/call_read.html", "desk", shown)


def _where(actor: Actor, command: ReportCase) -> str:
    house = places.building(actor, command.building) if command.building else None
    if house is not None:
        return "，".join(filter(None, (house.address, places.name_path(house.area or ""))))
    return "，".join(filter(None, (places.name_path(command.area) if command.area else "", command.place_words)))


def spoken(phone: str) -> str:
    """A number as it is read out: 138 0000 0147."""
    digits = "".join(c for c in phone if c.isdigit())
    return f"{digits[:-8]} {digits[-8:-4]} {digits[-4:]}".strip()
