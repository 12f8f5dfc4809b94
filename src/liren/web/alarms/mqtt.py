"""A device's login at the MQTT broker: its user name, since when it has a password, its topics; issued and taken back here."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands.credentials import IssueCredential, RevokeCredential
from liren.devices.queries import credentials, register
from liren.devices.rules.credentials import WIRE, password
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.trust import sealed
from liren.trust.sight import visible
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words
from liren.web.office import sections


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def login_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST issues a password and shows it on this one page (`do` issue), or takes it back (`do` revoke)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = register.device_card(actor, id)
    if card.wire != WIRE:
        raise Missing
    do, typed, tried, shown_once = request.POST.get("do", ""), Typed(request.POST), Attempt(), ""
    if request.method == "POST":
        if do not in ("issue", "revoke"):
            raise Missing
        made = password(sealed.derive("mqtt-password", typed.key.bytes)) if do == "issue" else ""
        tried = attempt(
            request, typed, lambda: IssueCredential(device=id, secret=made) if made else RevokeCredential(device=id)
        )
        if tried.answer is not None and not made:
            messages.success(request, _("密码已停用。MQTT 服务重读密码文件以后，它就登录不了了。"))
            return redirect("device-mqtt", id)
        shown_once = made if tried.answer is not None else ""
    since = credentials.issued_at(actor, id)
    shown = {
        **sections.crumb(_("MQTT 登录"), (reverse("device-list"), _("设备")), (reverse("device", args=[id]), card.name)),
        "card": card, "since": moment_words(since, now) if since else "", "password": shown_once, "tried": tried,
        "topics": [f"liren/{card.identity}/up", f"$sys/…/{card.identity}/thing/property/post", f"$sys/…/{card.identity}/thing/event/post"],
        "down": f"liren/{card.identity}/down", "may": card.retired_at is None and visible(actor, "devices.register", card.area),
        "key": new_id(), "other_key": new_id(),
    }  # fmt: skip
    return sections.page(request, "alarms/mqtt.html", "device-list", shown, status=tried.status)
