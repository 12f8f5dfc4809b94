"""请人加入服务队: whoever keeps the team finds somebody and enters what was agreed; it counts when they say yes themselves."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Code
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import RegisterMember
from liren.services.kinds import MEMBER_STATES
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import worded
from liren.web.orders import member_form


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """`q` finds somebody by their whole name, mobile number or sign-in name; `who` is the account that is invited."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "services.manage")
    now: datetime = request.now  # type: ignore[attr-defined]
    q = request.GET.get("q", "").strip()
    who = Typed(request.POST or request.GET).uuid("who", "", optional=True)
    if who is None:
        found = services.to_invite(actor, q) if q else []
        lines = [(one, places.name_path(one.area[: Level.GRID]) if one.area else "", worded(MEMBER_STATES.get(one.state, "")))
                 for one in found]  # fmt: skip
        return staff.page(request, "orders/invite.html", "orders", {"q": q, "lines": lines})
    name, typed, tried = services.invited_name(actor, who), Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _command(typed, who))
        if tried.answer is not None:
            messages.success(request, _("登记好了，已经告诉%(name)s。本人同意以后才接单。") % {"name": name})
            return redirect("team")
    near = request.POST.get("near", "") or request.GET.get("near", "")
    shown = {"name": name, "who": who, "tried": tried, "key": typed.key, "near": near if near.isdigit() else ""}
    shown |= member_form.shown(actor, None, typed, now, again=bool(tried.problems), near=str(shown["near"]))
    return staff.page(request, "orders/invited.html", "orders", shown, status=tried.status)


def _command(typed: Typed, who: UUID) -> RegisterMember:
    return RegisterMember(
        member=typed.key, account=who, gender=Code(member_form.gender(typed)), **member_form.entry(typed)
    )
