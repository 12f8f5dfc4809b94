"""A device's line to our registrar of GB/T 28181: its password, whether it is signed in, its catalogue, what was dropped."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands.sip import AskCatalogue, IssueSipPassword
from liren.devices.queries import register, sip
from liren.devices.queries.sip import SipLineCard
from liren.devices.rules.sip import WIRE
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.trust import sealed
from liren.trust.sight import visible
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, Clock, moment_words, worded
from liren.web.office import sections

LATELY = timedelta(days=7)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def line_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST issues a password and shows it on this one page (`do` password), or asks for the catalogue (`do` catalogue)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = register.device_card(actor, id)
    if card.wire != WIRE:
        raise Missing
    do, typed, tried, password = request.POST.get("do", ""), Typed(request.POST), Attempt(), ""
    if request.method == "POST":
        if do not in ("password", "catalogue"):
            raise Missing
        made = password_for(typed.key) if do == "password" else ""
        tried = attempt(
            request, typed, lambda: IssueSipPassword(device=id, password=made) if made else AskCatalogue(device=id)
        )
        if tried.answer is not None and do == "catalogue":
            messages.success(request, _("正在查，答复到齐以后换成新的目录。"))
            return redirect("device-sip", id)
        password = made if tried.answer is not None else ""
    line = sip.line(actor, id, (now - LATELY).astimezone(SHANGHAI).date())
    shown = {
        **sections.crumb(_("GB/T 28181"), (reverse("device-list"), _("设备")), (reverse("device", args=[id]), card.name)),
        "card": card, "line": line, "password": password, "tried": tried, "key": new_id(), "standing": standing(line, now),
        "registered": moment_words(line.registered_at, now) if line and line.registered_at else "",
        "catalogue": moment_words(line.catalogue_at, now) if line and line.catalogue_at else "",
        "trouble": worded(line.trouble_label) if line and line.trouble_label else "",
        "may": card.retired_at is None and visible(actor, "devices.register", card.area),
        "may_enter": bool(actor.holds("cameras.register")),
    }  # fmt: skip
    return sections.page(request, "alarms/sip.html", "device-list", shown, status=tried.status)


def standing(line: SipLineCard | None, now: datetime) -> Clock:
    """Whether a device is signed in."""
    if line is None:
        return Clock("hold", _("还没有密码"))
    if line.holds_until and line.holds_until > now:
        return Clock("okay", _("已注册"))
    return Clock("late", _("注册过期了") if line.holds_until else _("还没有注册上来"))


def password_for(form: UUID) -> str:
    """The password that a form gives out: derived from its key, so that a second click shows the same one."""
    return sealed.derive("gb28181-password", form.bytes).hex()[:16]
