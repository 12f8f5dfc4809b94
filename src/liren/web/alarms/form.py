"""Entering one device, also from the list of those that were heard, and putting one right."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices import commands as c
from liren.devices import decoding
from liren.devices.kinds import GRADES
from liren.devices.queries import register
from liren.devices.queries.register import DeviceCard
from liren.kernel import Actor, Code
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.alarms import words
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, sections


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_device(request: HttpRequest) -> HttpResponse:
    """Enter one device; `wire` and `source` come from the list of those that were heard."""
    return _form(request, None)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def edit_device(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put one device right."""
    card = register.device_card(request.actor, id)  # type: ignore[attr-defined]
    staff.need_over(request.actor, "devices.register", card.area)  # type: ignore[attr-defined]
    return _form(request, card)


def _form(request: HttpRequest, card: DeviceCard | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "devices.register")
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, card))
        if tried.answer is not None:
            again = tried.answer.get("again", 0)
            said = _("已登记。以前发来的 %(n)s 帧正在读。") % {"n": again} if again else _("已登记这台设备。")
            messages.success(request, _("已改好。") if card else said)
            return redirect("device", tried.answer["device"])
    values = typed.values() if request.method == "POST" else _as_typed(card) or request.GET.dict()
    crumb = (
        (_("改登记"), (reverse("device-list"), _("设备")), (reverse("device", args=[card.id]), card.name))
        if card
        else (_("登记一台设备"), (reverse("device-list"), _("设备")))
    )
    gateways = [one for one in register.mine(actor, kind="transmission_unit") if card is None or one.id != card.id]
    shown = {
        **sections.crumb(*crumb), "card": card, "typed": values, "tried": tried, "key": new_id(), "kinds": words.kinds(request.now),  # type: ignore[attr-defined]
        "wires": [(code, words.wire(code)) for code in decoding.wires()], "readings": words.readings(), "grades": GRADES, "gateways": gateways,
        "units": choices.unit_lines(actor) if actor.holds("people.see") else [],
    }  # fmt: skip
    return sections.page(request, "alarms/form.html", "device-list", shown, status=tried.status)


def _order(typed: Typed, card: DeviceCard | None) -> c.RegisterDevice:
    kind = typed.read("kind", Code, _("还没有选种类，请选一种。"))
    told: dict[str, Any] = {
        "kind": kind or Code("none"), "wire": typed.text("wire"), "source": typed.text("source"), "name": typed.text("name"),
        "position": typed.text("position"), "profile": typed.text("profile") or "standard",
        "building": card.building if card and (card.lon, card.lat) == (_degree(typed, "lon"), _degree(typed, "lat")) else None,
        "lon": typed.read("lon", float, _("还没有定位置，请在地图上把大头针移过去，或者填经度、纬度。")),
        "lat": typed.read("lat", float, _("纬度要写十进制的度，例如 32.10045。")),
        "gateway": typed.uuid("gateway", _("请从列表里选网关。"), optional=True),
        "owner": typed.uuid("owner", _("请从列表里选单位。"), optional=True),
        "contact": typed.uuid("contact", _("请从列表里选单位。"), optional=True),
        "filing": typed.text("filing"), "grade": typed.text("grade"), "signed": typed.has("signed"),
        "retention_days": typed.number("retention_days", _("保存期只写天数；不留存就空着。"), optional=True),
        "interval": typed.number("interval", _("信号间隔只写秒数；不知道就空着。"), optional=True),
        "installed_on": typed.read("installed_on", date.fromisoformat, _("日期要像 2026-11-23 这样写。"), optional=True),
    }  # fmt: skip
    return c.CorrectDevice(device=card.id, **told) if card else c.RegisterDevice(device=typed.key, **told)


def _degree(typed: Typed, name: str) -> float | None:
    try:
        return float(typed.text(name))
    except ValueError:
        return None


def _as_typed(card: DeviceCard | None) -> Mapping[str, str]:
    if card is None:
        return {}
    return {
        "kind": card.kind, "wire": card.wire, "source": card.identity, "name": card.name, "position": card.position,
        "profile": card.profile, "lon": str(card.lon or ""), "lat": str(card.lat or ""), "gateway": str(card.gateway or ""),
        "owner": str(card.owner or ""), "contact": str(card.contact or ""), "filing": card.filing, "grade": card.grade,
        "signed": "1" if card.signed else "", "retention_days": str(card.retention_days or ""), "interval": str(card.interval),
        "installed_on": str(card.installed_on or ""),
    }  # fmt: skip
