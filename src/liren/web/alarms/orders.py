"""Orders to one device, on its page: what can be asked of it, and what came of what was asked, without loading the page anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liren.devices import commands as c
from liren.devices import decoding
from liren.devices.queries import orders
from liren.devices.queries.orders import OrderCard
from liren.devices.queries.register import DeviceCard
from liren.devices.rules.orders import AT_A_POST, ORDERS, REASONS
from liren.kernel import Actor, Code
from liren.kernel.ids import new_id
from liren.trust.sight import visible
from liren.web.attempt import Typed
from liren.web.display import Clock, moment_words, span_words, time_words, worded

LATEST = 6
MINUTES = (5, 10, 15, 30)
KNOWN = frozenset({"命令", "流水号", "设备的时间", "源地址", "类型"})
"""What every frame says of itself: not worth a line under an answer."""


def shown(request: HttpRequest, card: DeviceCard) -> dict[str, Any]:
    """What the section shows; nothing to press for whoever may not order, or on a wire that takes no orders."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    takes = orders.takes(actor, card.id)
    found = orders.of_device(actor, card.id, LATEST)
    may = visible(actor, "devices.order", card.area)
    return {
        "takes": [(code, worded(label)) for code, label in ORDERS.items() if code in takes and code != "post_check"] if may else [],
        "asks_post": may and "post_check" in takes and card.kind == AT_A_POST, "minutes": MINUTES, "orders": [_line(one, now, may) for one in found],
        "moving": any(one.moving for one in found), "order_key": new_id(), "ordered": bool(takes) or bool(found),
    }  # fmt: skip


def look(request: HttpRequest, card: DeviceCard) -> HttpResponse:
    """The list alone while something can still come of an order; 204 when nothing can, and the page loads anew."""
    told = shown(request, card)
    if not told["moving"]:
        return HttpResponse(status=204)
    return render(request, "alarms/orders_list.html", told | {"card": card})


def down(typed: Typed, device: UUID) -> c.OrderDown:
    """What the pressed button orders."""
    what = typed.text("what")
    minutes = typed.number("minutes", _("几分钟内应答，请选一个。")) if what == "post_check" else None
    return c.OrderDown(
        order=typed.key, device=device, what=Code(what) if what in ORDERS else Code("none"), minutes=minutes
    )


def call_off(typed: Typed) -> c.CallOffDown:
    order = typed.uuid("order", _("没有找到这条命令，请刷新页面。"))
    return c.CallOffDown(order=order or UUID(int=0))


def _line(one: OrderCard, now: datetime, may: bool) -> dict[str, Any]:
    said = decoding.told(one.wire, bytes(one.answer), one.profile) if one.answer is not None else ()
    return {
        "card": one, "what": worded(ORDERS[one.what]), "why": worded(REASONS[one.why]) if one.why != "asked" else "",
        "at": moment_words(one.asked_at, now), "standing": standing(one), "key": new_id(), "recall": may and one.recall,
        "said": [(worded(name), words) for name, words in said if name not in KNOWN],
    }  # fmt: skip


def standing(one: OrderCard) -> Clock:
    """Where an order stands, in a shape and a sentence."""
    if one.what == "post_check" and one.outcome not in (None, "", "unreached"):
        return answered(str(one.outcome), one.sent_at, one.answered_at)
    if one.state == "waiting":
        return Clock("hold", _("等设备连上，等到 %(at)s") % {"at": time_words(one.expires_at)})
    if one.state == "sent":
        return Clock("soon", _("发了 %(n)s 次，等设备回话") % {"n": one.tries})
    if one.state == "answered" and one.what == "post_check":
        return Clock("soon", _("值班室那边响了，等到 %(at)s") % {"at": time_words(one.due_at) if one.due_at else ""})
    fixed = {
        "answered": ("okay", _("设备回了话")), "refused": ("late", _("设备不收，几次都被否认")),
        "silent": ("late", _("发了 %(n)s 次，没有回话") % {"n": one.tries}),
        "expired": ("hold", _("设备十分钟里没有连上，没有发出")), "called_off": ("done", _("已撤回")),
    }  # fmt: skip
    return Clock(*fixed[one.state])


def answered(outcome: str, begun: datetime | None, at: datetime | None) -> Clock:
    """What came of 查岗: in time, late, none, not reached, still open; of the post, never of a person."""
    took = (span_words(at - begun) or _("不到 1 分")) if at is not None and begun is not None else ""
    return {
        "in_time": Clock("okay", _("按时应答，用了 %(took)s") % {"took": took}),
        "late": Clock("soon", _("超时应答，用了 %(took)s") % {"took": took}), "none": Clock("late", _("没有人应答")),
        "unreached": Clock("hold", _("没有问到，设备没有回话")), "": Clock("soon", _("等应答")),
    }[outcome]  # fmt: skip
