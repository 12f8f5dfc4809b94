"""请假和离任: who is away with a stand-in for each duty, and one act in which somebody's duties all pass at one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases import queries as cases
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import CallOffLeave, HandOverAll, StandIn, Succession, TakeLeave
from liren.people.queries import HolderCard, PersonCard
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, sections
from liren.web.office.person import last_day

FORMS = {"away": "away", "leaving": "leaving", "off": "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """One duty that somebody holds or will hold: where, what they have in hand by it, who stands in for it."""

    duty: HolderCard
    area: str
    open: int
    helpers: tuple[HolderCard, ...]

    @property
    def id(self) -> str:
        return str(self.duty.duty)

    @property
    def last(self) -> datetime | None:
        return last_day(self.duty.ends)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Forms `away` (days, a stand-in for each duty), `leaving` (a day, a successor for each duty; `verb` look shows
    what would move) and `off` (a leave taken back)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.appoint")
    now: datetime = request.now  # type: ignore[attr-defined]
    person = people.person_card(actor, id, purpose="办理请假或离任")
    held = _moving(actor, person, now)
    lines = choices.persons(actor, AreaCode(person.area).up_to(Level.TOWN) or AreaCode(person.area))
    form = FORMS.get(str(request.POST.get("do", "")), "")
    typed, tried = Typed(request.POST, form), Attempt()
    plan: list[dict[str, Any]] = []
    if request.method == "POST" and form == "leaving" and typed.verb == "look":
        plan, tried = _looked_at(typed, person, held, lines, now)
    elif request.method == "POST" and form:
        tried = attempt(request, typed, lambda: _order(form, typed, person, held, lines, now))
        if tried.answer is not None:
            messages.success(request, _said(form))
            return redirect("person", id) if form == "leaving" else redirect("person-leave", id)
    shown = {
        **sections.crumb(_("请假、离任"), (reverse("people"), _("人员")), (reverse("person", args=(id,)), person.name)),
        "person": person, "held": held, "plan": plan, "persons": lines, "tried": tried, "key": new_id(), "form": form,
        "typed": typed.values(), "tomorrow": now + timedelta(days=1),
        "leaves": [{"leave": one, "last": last_day(one.ends), "state": one.state(now)} for one in people.leaves_of(actor, id)],
    }  # fmt: skip
    return sections.page(request, "office/leave.html", "people", shown, status=tried.status)


def _moving(actor: Actor, person: PersonCard, now: datetime) -> list[Moving]:
    found = [d for d in people.duty_history(actor, person.id) if not d.cancelled and (d.ends is None or d.ends > now)]
    helpers = people.standing_in(actor, [d.duty for d in found], now)
    return [
        Moving(
            duty=duty, area=where.long(duty.area), helpers=tuple(h for h in helpers if h.stands_in == duty.duty),
            open=len(cases.in_hand(actor, person.account, AreaCode(duty.area), duty.unit)) if person.account else 0,
        )
        for duty in sorted(found, key=lambda d: (d.area, d.post, d.duty))
    ]  # fmt: skip


def _order(
    form: str, typed: Typed, person: PersonCard, held: list[Moving], lines: list[choices.Line], now: datetime
) -> TakeLeave | HandOverAll | CallOffLeave:
    if form == "off":
        return CallOffLeave(leave=typed.uuid("leave", _("没有这次请假，请刷新页面。")) or person.id)
    if form == "leaving":
        return _leaving(typed, person, held, lines, now)
    last = typed.day("last")
    stand_ins = [
        StandIn(duty=one.duty.duty, stand_in=uuid5(typed.key, one.id), person=who)
        for one in held
        if typed.text(one.id) and (who := choices.read_person(typed, one.id, lines))
    ]
    return TakeLeave(
        leave=typed.key, person=person.id, starts=_moment(typed, "starts", now), ends=(last or now) + timedelta(days=1),
        stand_ins=tuple(stand_ins),
    )  # fmt: skip


def _leaving(
    typed: Typed, person: PersonCard, held: list[Moving], lines: list[choices.Line], now: datetime
) -> HandOverAll:
    at = _moment(typed, "at", now)
    named = []
    for one in held:
        if one.duty.ends is not None and one.duty.ends <= at:
            continue
        if not typed.text(one.id):
            typed.blame(
                one.id, _("“%(post)s”还没有接任的人，请选一位。") % {"post": f"{one.area}，{one.duty.post_label}"}
            )
        elif who := choices.read_person(typed, one.id, lines):
            named.append(Succession(duty=one.duty.duty, successor=uuid5(typed.key, one.id), person=who))
    return HandOverAll(person=person.id, at=at, successions=tuple(named))


def _looked_at(
    typed: Typed, person: PersonCard, held: list[Moving], lines: list[choices.Line], now: datetime
) -> tuple[list[dict[str, Any]], Attempt]:
    """What would move to whom, or what is still missing. Nothing is written."""
    order = _leaving(typed, person, held, lines, now)
    if typed.problems:
        return [], Attempt(status=422, problems=tuple(typed.problems))
    names = {line.id: line.words for line in lines}
    moving = {one.duty.duty: one for one in held}
    return [
        {"one": moving[s.duty], "to": names[str(s.person)].split("，")[0], "at": max(order.at, moving[s.duty].duty.starts)}
        for s in order.successions
    ], Attempt()  # fmt: skip


def _said(form: str) -> str:
    return {
        "away": _("已登记请假，这几天由代理的人负责。"),
        "leaving": _("已办好离任：到那一刻职务和没办完的事一起交接，权限同时收回。"),
        "off": _("已取消请假，代理也一起取消。"),
    }[form]


def _moment(typed: Typed, name: str, now: datetime) -> datetime:
    """The start of the chosen day; today means from now on."""
    day = typed.day(name)
    if day is None or day.date() == now.astimezone(SHANGHAI).date():
        return now
    return day
