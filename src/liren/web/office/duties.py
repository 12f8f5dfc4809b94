"""任职: who holds what on a day, and one duty to end or to hand over with a date."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import AppointStandIn, CancelDuty, EndDuty, HandOverDuty
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, export, sections
from liren.web.office.person import last_day, posts, standing

PAGE = 50


@staff.staff
@require_safe
def duties_page(request: HttpRequest) -> HttpResponseBase:
    """Duties that run on `on` (today), inside `area`, of one `post`; pages by id."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["duties"])
    asked = Typed(request.GET)
    on = asked.day("on", optional=True)
    moment = datetime.combine(on.date(), time(12), SHANGHAI) if on else request.now  # type: ignore[attr-defined]
    widest = AreaCode(choices.widest(actor))
    area = (choices.read_area(asked, "area") or widest) if asked.text("area") else widest
    after, csv = choices.uuid(asked.text("after")), "csv" in request.GET or "xlsx" in request.GET
    limit = choices.MOST if csv else PAGE + 1
    found = people.duty_list(actor, area, moment, post=asked.text("post"), after=after, limit=limit)
    if csv:
        head = [_("岗位"), _("姓名"), _("区域"), _("区域代码"), _("单位"), _("办公电话"), _("开始日期"), _("结束日期")]
        return export.table(request, _("任职名单"), head, [
            (d.post_label, d.name, where.long(d.area), d.area, d.unit_name, d.work_phone, _date(d.starts), _date(last_day(d.ends)))
            for d in found
        ])  # fmt: skip
    lines = [{"duty": d, "area": where.long(d.area), "last": last_day(d.ends)} for d in found[:PAGE]]
    query = request.GET.copy()
    query.pop("after", None)
    shown = {
        "lines": lines, "asked": request.GET, "posts": posts(actor, request.now), "areas": choices.areas(actor),  # type: ignore[attr-defined]
        "more": found[PAGE - 1].duty if len(found) > PAGE else None, "query": query.urlencode(),
        "problems": asked.problems, "may_appoint": bool(actor.holds("people.appoint")), "outdated": _outdated(request),
    }  # fmt: skip
    return sections.page(request, "office/duties.html", "duties", shown, status=422 if asked.problems else 200)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def duty_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One duty: hand it over to somebody, or end it, from a date on. A link may bring the days (`?stand-last=`)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.appoint")
    now: datetime = request.now  # type: ignore[attr-defined]
    duty = people.duty_card(actor, id)
    near = AreaCode(duty.area).up_to(Level.TOWN) or AreaCode(duty.area)
    lines = choices.persons(actor, near)
    do = str(request.POST.get("do", "end"))
    typed, tried = Typed(request.POST or request.GET, do), Attempt()
    if request.method == "POST":
        make, said = {
            "over": (_handover, _("已交接，新的人从那天起接任。")),
            "cancel": (_cancelling, _("已取消，这项职务没有开始过。")),
            "stand": (_standing_in, _("已安排代理，到日子自己结束。")),
        }.get(do, (_ending, _("已定下结束的日期。")))
        tried = attempt(request, typed, lambda: make(id, typed, lines, now))
        if tried.answer is not None:
            messages.success(request, said)
            return redirect("person", duty.person)
    shown = {
        **sections.crumb(duty.post_label, (reverse("duties"), _("任职"))),
        "duty": duty, "area": where.long(duty.area), "persons": lines,
        "last": last_day(duty.ends), "state": standing(duty, now), "tried": tried, "key": new_id(),
        "typed": {name.replace("-", "_"): text for name, text in typed.values().items()},
        "tomorrow": now + timedelta(days=1),
    }  # fmt: skip
    return sections.page(request, "office/duty.html", "duties", shown, status=tried.status)


def _outdated(request: HttpRequest) -> int:
    """How many hold rights of an older version of their post; 0 for whoever can't change it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds("people.appoint"):
        return 0
    cards = people.outdated_posts(actor, AreaCode(choices.widest(actor)), request.now)  # type: ignore[attr-defined]
    return sum(card.people + card.own for card in cards)


def _handover(id: UUID, typed: Typed, lines: list[choices.Line], now: datetime) -> HandOverDuty:
    person = choices.read_person(typed, "person", lines)
    return HandOverDuty(duty=id, successor=typed.key, person=person or id, at=_moment(typed, "at", now))


def _ending(id: UUID, typed: Typed, lines: list[choices.Line], now: datetime) -> EndDuty:
    return EndDuty(duty=id, at=_moment(typed, "at", now))


def _cancelling(id: UUID, typed: Typed, lines: list[choices.Line], now: datetime) -> CancelDuty:
    return CancelDuty(duty=id)


def _standing_in(id: UUID, typed: Typed, lines: list[choices.Line], now: datetime) -> AppointStandIn:
    person = choices.read_person(typed, "person", lines)
    last = typed.day("last")
    return AppointStandIn(
        duty=id, stand_in=typed.key, person=person or id, starts=_moment(typed, "starts", now),
        ends=(last or now) + timedelta(days=1),
    )  # fmt: skip


def _moment(typed: Typed, name: str, now: datetime) -> datetime:
    """The start of the chosen day; today means from now on."""
    day = typed.day(name)
    if day is None:
        return now
    return now if day.date() == now.astimezone(SHANGHAI).date() else day


def _date(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}" if moment else ""
