"""服务队: who helps with what and where; who applied, who was invited. No order of merit, no counts of deeds."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor, Code, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import ConfirmMember, LeaveMembership
from liren.services.kinds import CONSENTS, MEMBER_STATES, TAKEN_DOWN
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, worded
from liren.web.office import choices as lists
from liren.web.office import export
from liren.web.orders import choices


@staff.staff
@require_safe
def team_page(request: HttpRequest) -> HttpResponseBase:
    """`in` an area, `skill`, `state`; who waits for a yes stands on top; `csv`, `xlsx` take the list along."""
    return _page(request)


def _page(request: HttpRequest, *, tried: Attempt | None = None, about: UUID | None = None) -> HttpResponseBase:
    """The list; `tried` is what was refused `about` one member, shown beside what was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "services.manage", "services.triage")
    within = request.GET.get("in", "")
    area = within if within.isascii() and within.isdigit() else ""
    state, skill = request.GET.get("state", ""), request.GET.get("skill", "")
    kinds = {code: worded(kind.label) for code, kind in choices.kinds(lists.widest(actor), request.now).items()}  # type: ignore[attr-defined]
    found = services.member_list(actor, area=area, state=state if state in MEMBER_STATES else "", skill=skill)
    lines: list[dict[str, Any]] = [
        {
            "member": m, "state": _(MEMBER_STATES[m.state]), "skills": "、".join(kinds[s] for s in m.skills if s in kinds),
            "areas": "、".join(places.name_of(a) for a in m.areas), "home": places.name_path(m.home[: Level.GRID]),
        }
        for m in found
    ]  # fmt: skip
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [
            _("姓名"),
            _("状态"),
            _("怎么同意的"),
            _("同意的日期"),
            _("能帮的忙"),
            _("服务范围"),
            _("从哪里出发"),
            _("可以上门"),
            _("手上最多几单"),
        ]
        return export.table(request, _("服务队"), head, [
            (one["member"].name, one["state"], _consent(one["member"]), one["member"].consent_on, one["skills"], one["areas"], one["home"], _("是") if one["member"].visits else _("否"), one["member"].most_open)
            for one in lines
        ])  # fmt: skip
    shown = {
        "lines": lines, "kinds": list(kinds.items()), "skill": skill, "state": state, "within": area, "query": request.GET.urlencode(),
        "states": [(code, _(label)) for code, label in MEMBER_STATES.items() if code != "left"],
        "areas": places.below(actor, lists.widest(actor), Level.COMMUNITY), "may": bool(actor.holds("services.manage")),
        "hows": [(how, _(CONSENTS[how])) for how in TAKEN_DOWN], "about": about, "tried": tried or Attempt(), "key": new_id(),
        "how": request.POST.get("how", ""), "on": request.POST.get("on", "") or f"{request.now.astimezone(SHANGHAI):%Y-%m-%d}",  # type: ignore[attr-defined]

    }  # fmt: skip
    return staff.page(request, "orders/team.html", "orders", shown, status=tried.status if tried else 200)


def _consent(member: services.MemberCard) -> str:
    return _(CONSENTS[member.consent]) if member.consent else ""


@staff.staff
@require_POST
def confirm(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Say yes to somebody who applied, or take down how somebody who was invited said yes, and on which day."""
    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: _confirmed(id, typed))
    if tried.answer is None:
        return _page(request, tried=tried, about=id)
    messages.success(request, _("确认了，本人会收到消息。"))
    return redirect("team")


@staff.staff
@require_POST
def withdraw(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Take an invitation back that was not answered: its entry goes. Raises Missing for a membership that began."""
    if services.member_card(request.actor, id).state != "invited":  # type: ignore[attr-defined]
        raise Missing
    tried = attempt(request, Typed(request.POST), lambda: LeaveMembership(member=id))
    if tried.answer is None:
        return _page(request, tried=tried, about=id)
    messages.success(request, _("邀请撤回了，登记已经删掉。"))
    return redirect("team")


def _confirmed(id: UUID, typed: Typed) -> ConfirmMember:
    if not typed.has("consent"):
        return ConfirmMember(member=id)
    on = typed.read("on", date.fromisoformat, _("日期要像 2026-11-23 这样写。"))
    return ConfirmMember(member=id, how=Code(typed.text("how") or "none"), on=on)
