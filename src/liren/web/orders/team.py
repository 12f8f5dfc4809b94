"""服务队: who helps with what and where; the community says yes to who applied. No order of merit, no counts of deeds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import ConfirmMember
from liren.services.kinds import MEMBER_STATES
from liren.web import staff
from liren.web.attempt import Typed, attempt
from liren.web.display import worded
from liren.web.office import choices as lists
from liren.web.office import export
from liren.web.orders import choices


@staff.staff
@require_safe
def team_page(request: HttpRequest) -> HttpResponseBase:
    """`in` an area, `skill`, `state`; who waits for a yes stands on top; `csv`, `xlsx` take the list along."""
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
        head = [_("姓名"), _("状态"), _("能帮的忙"), _("服务范围"), _("从哪里出发"), _("可以上门"), _("手上最多几单")]
        return export.table(request, _("服务队"), head, [
            (one["member"].name, one["state"], one["skills"], one["areas"], one["home"], _("是") if one["member"].visits else _("否"), one["member"].most_open)
            for one in lines
        ])  # fmt: skip
    shown = {
        "lines": lines, "kinds": list(kinds.items()), "skill": skill, "state": state, "within": area, "query": request.GET.urlencode(),
        "states": [(code, _(label)) for code, label in MEMBER_STATES.items() if code != "left"],
        "areas": places.below(actor, lists.widest(actor), Level.COMMUNITY), "may": bool(actor.holds("services.manage")),
    }  # fmt: skip
    return staff.page(request, "orders/team.html", "orders", shown)


@staff.staff
@require_POST
def confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say yes to somebody who applied."""
    tried = attempt(request, Typed(request.POST), lambda: ConfirmMember(member=id))
    if tried.answer is not None:
        messages.success(request, _("确认了，本人会收到消息。"))
    else:
        messages.error(request, tried.problems[0].sentence)
    return redirect("team")
