"""我的设备: where one is signed in, and signing one of them out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.trust import devices, gate
from liren.trust.commands import EndSession
from liren.web.attempt import Typed


@require_safe
def devices_page(request: HttpRequest) -> HttpResponse:
    """The sessions of the account that asks, this one among them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.account is None:
        return redirect_to_login(request.get_full_path())
    found = devices.mine(actor, request.session.session_key or "")
    return render(request, "account/devices.html", {"devices": found, "key": new_id()})


@require_POST
def sign_out(request: HttpRequest, id: UUID) -> HttpResponse:
    """End one session of one's own. Raises Missing for anybody else's."""
    typed = Typed(request.POST)
    gate.execute(EndSession(device=id), actor=request.actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
    messages.success(request, _("已退出那台设备，那边再点任何一页都要重新登录。"))
    return redirect("devices")
