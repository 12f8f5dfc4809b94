"""One person: the entry, the sealed number behind a reason, duties now and before, a new appointment."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import AppointDuty, CorrectPerson, RevealField
from liren.people.kinds import REASONS_OF, REVEAL_REASONS
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, sections


@staff.staff
@require_http_methods(["GET", "HEAD"])
def person_page(request: HttpRequest, id: UUID) -> HttpResponse:
    return _shown(request, id)


@staff.staff
@require_POST
def reveal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask to see the sealed number: a command with a reason, then five minutes in which it is shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = Typed(request.POST, "reveal")
    tried = attempt(
        request,
        typed,
        lambda: RevealField(permission=typed.key, person=id, field="phone", reason=typed.text("reason")),
    )
    if tried.answer is None:
        return _shown(request, id, typed, tried)
    phone = people.revealed(actor, UUID(tried.answer["permission"]), request.now)  # type: ignore[attr-defined]
    return _shown(request, id, phone=phone)


@staff.staff
@require_POST
def correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put name, work phone and address right."""
    typed = Typed(request.POST, "correct")
    tried = attempt(
        request,
        typed,
        lambda: CorrectPerson(
            person=id, name=typed.text("name"), work_phone=typed.text("work_phone"), work_email=typed.text("work_email")
        ),
    )
    if tried.answer is None:
        return _shown(request, id, typed, tried)
    messages.success(request, _("已改好登记信息。"))
    return redirect("person", id)


@staff.staff
@require_POST
def appoint(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give this person a duty: what it lets them do begins and ends with its dates."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = Typed(request.POST, "appoint")
    tried = attempt(request, typed, lambda: _appointment(actor, id, typed, request.now))  # type: ignore[attr-defined]
    if tried.answer is None:
        return _shown(request, id, typed, tried)
    messages.success(request, _("已任命，权限从开始日期起生效。"))
    return redirect("person", id)


def _appointment(actor: Actor, person: UUID, typed: Typed, now: datetime) -> AppointDuty:
    starts = typed.day("starts")
    last = typed.day("last", optional=True)
    return AppointDuty(
        duty=typed.key, person=person, post=typed.text("post"),
        area=choices.read_area(typed, "area") or AreaCode(choices.widest(actor)),
        starts=starts or now, ends=last + timedelta(days=1) if last else None,
        unit=typed.uuid("unit", _("请从列表里选单位。"), optional=True),
    )  # fmt: skip


def _shown(
    request: HttpRequest, id: UUID, typed: Typed | None = None, tried: Attempt | None = None, *, phone: str = ""
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["people"])
    now: datetime = request.now  # type: ignore[attr-defined]
    card = people.person_card(actor, id, purpose="查看登记信息")
    duties = people.duty_history(actor, id)
    held = [
        {"duty": d, "area": where.long(d.area), "last": last_day(d.ends), "state": standing(d, now)} for d in duties
    ]
    shown = {
        **sections.crumb(card.name, (reverse("people"), _("人员"))),
        "person": card, "area": where.long(card.area), "held": held, "phone": phone,
        "reasons": [(reason, REVEAL_REASONS[reason]) for reason in REASONS_OF["phone"]], "posts": posts(actor, now), "units": choices.unit_lines(actor),
        "areas": choices.areas(actor), "key": new_id(), "tried": tried or Attempt(),
        "typed": {name.replace("-", "_"): text for name, text in typed.values().items()} if typed else {},
        "may": {r: bool(actor.holds(f"people.{r}")) for r in ("register", "appoint", "reveal")},
        "back": last_day(people.away(actor, [id], now).get(id)) if actor.holds("people.appoint") else None,
    }  # fmt: skip
    return sections.page(request, "office/person.html", "people", shown, status=(tried or Attempt()).status)


def posts(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Posts one may be appointed to, by their label."""
    found = catalogue.entries("post", area=choices.widest(actor), at=now)
    return sorted(((e.code, e.spec.label) for e in found), key=lambda pair: pair[1])


def last_day(ends: datetime | None) -> datetime | None:
    """The last day of a duty that ends at the midnight after it."""
    return ends - timedelta(seconds=1) if ends else None


def standing(duty: people.HolderCard, now: datetime) -> str:
    """Whether a duty is to come (next), runs (now), is over (past) or was called off."""
    if duty.cancelled:
        return "off"
    if duty.starts > now:
        return "next"
    return "past" if duty.ends is not None and duty.ends <= now else "now"
