"""责任覆盖: the number that must be 0, where it is not, and the act that mends each; as of any day, down to a micro-grid."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import AppointDuty
from liren.people.queries import Coverage
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, export, faults, sections

OFFICE = ("people.register", "people.appoint")


@staff.staff
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """The doors of an area (`in`, else the widest of the viewer) on a day (`on`, else now); `list` exports one list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["coverage"])
    asked = Typed(request.GET)
    now: datetime = request.now  # type: ignore[attr-defined]
    at = _moment(asked, now)
    area = _area(asked, actor)
    found = people.coverage(actor, area, at, now=now)
    if "csv" in request.GET or "xlsx" in request.GET:
        return _exported(request, actor, found, asked.text("list"))
    shown = {
        "found": found, "area": area, "name": where.long(area), "above": _above(actor, area), "below": _below(actor, found, area),
        "groups": faults.groups(actor, found, at, now), "loads": faults.loads(actor, found), "asked": request.GET, "today": found.on == people.day_of(now),
        "nights": people.checks(actor, area)[::-1] if len(area) in (Level.COUNTY, Level.TOWN) else [],
        "problems": asked.problems, "may_appoint": bool(actor.holds("people.appoint")), "outside": places.buildings_outside(actor) if found.outside else [],
        "query": "&".join(f"{k}={v}" for k, v in (("in", area), ("on", request.GET.get("on", ""))) if v),
    }  # fmt: skip
    return _page(request, "office/coverage.html", shown, status=422 if asked.problems else 200)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def place_page(request: HttpRequest, code: str) -> HttpResponse:
    """The chain of one area, and the appointment of somebody for it: for good, or for some days in somebody's stead."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["coverage"])
    now: datetime = request.now  # type: ignore[attr-defined]
    area = _known(code)
    staff.need(actor, "people.see")
    if places.area_card(actor, area) is None:
        raise Missing
    may = any(g.area.covers(area) for g in actor.holds("people.appoint"))
    lines = choices.persons(actor, area.up_to(Level.TOWN) or area) if may else []
    typed, tried = Typed(request.POST, "appoint"), Attempt()
    post = faults.post_of(area, now)
    if request.method == "POST" and post:
        tried = attempt(request, typed, lambda: _appointment(typed, lines, post[0], area, now))
        if tried.answer is not None:
            messages.success(request, _("已任命，从那天起由新的人负责。"))
            return redirect("coverage-place", code)
    shown = {
        **sections.crumb(where.long(area), (f"{reverse('coverage')}?in={area.parent}", _("责任覆盖"))),
        "area": area, "name": where.long(area), "links": _links(actor, area, now), "post": post, "tried": tried,
        "typed": {name.replace("-", "_"): text for name, text in typed.values().items()}, "key": new_id(), "persons": lines, "may_appoint": may,
    }  # fmt: skip
    return _page(request, "office/coverage_place.html", shown, status=tried.status)


def _appointment(typed: Typed, lines: list[choices.Line], post: str, area: AreaCode, now: datetime) -> AppointDuty:
    person = choices.read_person(typed, "person", lines)
    day = typed.day("starts")
    last = typed.day("last", optional=True)
    today = day is None or day.date() == now.astimezone(SHANGHAI).date()
    return AppointDuty(
        duty=typed.key, person=person or typed.key, post=post, area=area, starts=now if today or day is None else day,
        ends=choices.day_after(last),
    )  # fmt: skip


def _links(actor: Actor, area: AreaCode, now: datetime) -> list[dict[str, Any]]:
    """The chain above an area; for a link that nobody answers, who holds it or held it last."""
    chain = people.chain(actor, area, now, now=now)
    held = people.duties_named(actor, {duty for link in chain if not link.answers for duty in link.seats})
    return [
        {
            "link": link, "name": where.long(link.area), "kind": faults.labels()[link.kind],
            "held": [] if link.answers else [held[duty] for duty in link.seats if duty in held],
        }
        for link in chain
    ]  # fmt: skip


def _exported(request: HttpRequest, actor: Actor, found: Coverage, asked: str) -> HttpResponseBase:
    if asked == "loads":
        head = [_("姓名"), _("区域代码"), _("管几个区域"), _("户数")]
        rows = [(one["name"], "、".join(one["load"].places), len(one["load"].places), one["load"].households)
                for one in faults.loads(actor, found)]  # fmt: skip
        return export.table(request, _("管得太多的"), head, rows)
    head = [
        _("哪一级"),
        _("什么情况"),
        _("区域"),
        _("区域代码"),
        _("楼栋编号"),
        _("门牌地址"),
        _("楼栋名称"),
        _("户数"),
        _("现在或上一任"),
    ]
    return export.table(request, _("责任覆盖"), head, faults.doors(actor, found, asked, choices.MOST_DOORS))


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int) -> HttpResponse:
    """In the office's own frame for those who work there, alone for a leader who only looks."""
    if any(map(request.actor.holds, OFFICE)):  # type: ignore[attr-defined]
        return sections.page(request, template, "coverage", {"outer": "office/section.html", **shown}, status=status)
    return staff.page(request, template, "board", {"outer": "office/coverage_alone.html", **shown}, status=status)


def _moment(asked: Typed, now: datetime) -> datetime:
    """Now, or the noon of the day that was asked for."""
    on = asked.day("on", optional=True)
    if on is None or on.date() == now.astimezone(SHANGHAI).date():
        return now
    return datetime.combine(on.date(), time(12), SHANGHAI)


def _area(asked: Typed, actor: Actor) -> AreaCode:
    mine = sorted({g.area for g in actor.holds("people.see")}, key=lambda a: (len(a), a))
    text = asked.text("in")
    if not text:
        return mine[0]
    area = _known(text)
    if not any(a.covers(area) for a in mine):
        raise Missing
    return area


def _known(code: str) -> AreaCode:
    try:
        return AreaCode(code)
    except ValueError:
        raise Missing from None


def _above(actor: Actor, area: AreaCode) -> list[tuple[str, str]]:
    """The areas above, as far as the viewer sees them, the widest first."""
    seen = [g.area for g in actor.holds("people.see")]
    found = [a for a in area.ancestors()[1:] if any(s.covers(a) for s in seen)]
    return [(str(a), places.name_of(a)) for a in reversed(found)]


def _below(actor: Actor, found: Coverage, area: AreaCode) -> list[dict[str, Any]]:
    """The areas of the next level down with their numbers, by code; those without a fault stand among them."""
    levels = [n for n in (Level.TOWN, Level.COMMUNITY, Level.GRID, Level.MICRO_GRID) if n > len(area)]
    if not levels:
        return []
    codes = sorted({p.area[: levels[0]] for p in found.places if len(p.area) >= levels[0]})
    parts = [found.part(AreaCode(code)) for code in codes]
    return [{"code": p.area, "name": places.name_of(p.area), "part": p} for p in parts]
