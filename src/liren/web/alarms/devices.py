"""设备: the list with its filters, health and exports; who was heard and is not registered; what is to be done."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.devices.kinds import STATES
from liren.devices.queries import alarms, register, uptime
from liren.devices.queries.register import DeviceCard
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.display import moment_words, worded
from liren.web.office import choices, export, sections

LATELY = timedelta(days=30)


@staff.staff
@require_safe
def devices_page(request: HttpRequest) -> HttpResponseBase:
    """The devices of the viewer's areas; `in`, `kind`, `state`, `q`, `retired` narrow or widen; `csv` and `xlsx` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["device-list"])
    asked = {name: request.GET.get(name, "") for name in ("in", "kind", "state", "q")}
    within = asked["in"] if asked["in"].isascii() and asked["in"].isdigit() else ""
    kinds = words.kinds(now)
    found = register.mine(
        actor, within=within, kind=asked["kind"] if asked["kind"] in kinds else "", words=asked["q"].strip()[:40],
        state=asked["state"] if asked["state"] in STATES else "", retired="retired" in request.GET,
    )  # fmt: skip
    if {"csv", "xlsx"} & set(request.GET):
        return _taken_along(request, found, kinds)
    area = within or choices.widest(actor)
    up = uptime.by_area(actor, area, len(area), now - LATELY, now, now).get(area, uptime.NONE)
    shown = {
        "lines": [
            {
                "card": card, "kind": kinds.get(card.kind, card.kind), "area": where.short(card.area), "health": words.health(card, now),
                "heard": moment_words(card.heard_at, now) if card.heard_at else "",
            }
            for card in found
        ],
        "counts": [(code, worded(STATES[code]), n) for code, n in register.counts(actor, within).items()],
        "areas": places.below(actor, choices.widest(actor), Level.COMMUNITY), "kinds": kinds, "states": STATES, "asked": asked,
        "within": within, "retired": "retired" in request.GET, "query": request.GET.urlencode(), "uptime": words.share(up),
        "may_register": bool(actor.holds("devices.register")), "strays": len(register.strays(actor)), "waiting": alarms.waiting(actor),
        "tasks": [(task, moment_words(task.made_at, now)) for task in register.tasks(actor)],
        "filtered": any(asked.values()) or "retired" in request.GET,
    }  # fmt: skip
    return sections.page(request, "alarms/devices.html", "device-list", shown)


@staff.staff
@require_safe
def strays_page(request: HttpRequest) -> HttpResponseBase:
    """Sources that speak to us and stand on no register, those that said fire first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "devices.register")
    now: datetime = request.now  # type: ignore[attr-defined]
    lines = [(one, words.wire(one.wire), moment_words(one.heard_at, now)) for one in register.strays(actor)]
    crumb = sections.crumb(_("听到了、没登记的"), (reverse("device-list"), _("设备")))
    return sections.page(request, "alarms/strays.html", "device-list", {**crumb, "lines": lines})


def _taken_along(request: HttpRequest, found: list[DeviceCard], kinds: dict[str, str]) -> HttpResponseBase:
    """The list in the columns that an import reads, and a few more behind them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = register.owners(actor, found)
    identities = {card.id: card.identity for card in found}
    head = ["名称", "种类", "设备标识", "位置", "经度", "纬度", "协议", "读法", "网关标识", "单位", "备案编号", "有提示标识", "安装日期", _("区域代码"), _("状态"), _("最近信号")]  # fmt: skip
    rows = [
        (
            card.name, kinds.get(card.kind, card.kind), card.identity, card.position, card.lon or "", card.lat or "", card.wire,
            card.profile, identities.get(card.gateway, "") if card.gateway else "", units.get(card.owner, "") if card.owner else "",
            card.filing, "是" if card.signed else "否", card.installed_on or "", card.area, worded(card.state_label),
            export.moment(card.heard_at),
        )
        for card in found
    ]  # fmt: skip
    return export.table(request, _("设备"), head, rows)
