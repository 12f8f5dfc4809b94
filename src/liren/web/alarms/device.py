"""One device: its facts, parts, health and uptime, what it said last, its alarms; maintenance, naming of parts, retiring."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices import commands as c
from liren.devices.kinds import CAUSES, GRADES
from liren.devices.queries import alarms, frames, register, uptime
from liren.kernel import Actor, Command, Missing
from liren.kernel.ids import new_id
from liren.trust.sight import visible
from liren.web import staff, where
from liren.web.alarms import orders as asked
from liren.web.alarms import words
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, moment_words, worded
from liren.web.office import sections

LATELY = timedelta(days=30)
FRAMES = 5


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def device_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST does one thing (`do`): maintain, mended, name, task, retire."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = register.device_card(actor, id)
    if "look" in request.GET:
        return asked.look(request, card)
    do = request.POST.get("do", "")
    typed, tried = Typed(request.POST, do), Attempt()
    if request.method == "POST":
        forms = _forms(typed, id)
        if do not in forms:
            raise Missing
        build, said = forms[do]
        tried = attempt(request, typed, build)
        if tried.answer is not None:
            messages.success(request, said)
            return redirect(reverse("device", args=[id]) + ("#orders" if do in ("down", "call_off") else ""))
    units = register.owners(actor, [card])
    shown = {
        **sections.crumb(card.name, (reverse("device-list"), _("设备"))), "card": card, "kind": words.kinds(now).get(card.kind, card.kind),
        "area": where.long(card.area), "wire": words.wire(card.wire), "health": words.health(card, now), "since": moment_words(card.since, now) if card.since else "",
        "heard": moment_words(card.heard_at, now) if card.heard_at else "", "grade": worded(GRADES[card.grade]),
        "owner": units.get(card.owner, "") if card.owner else "", "contact": units.get(card.contact, "") if card.contact else "",
        "clock": words.clock_off(card.clock_off) if card.clock_off else "",
        "uptime": words.share(uptime.of_device(actor, id, now - LATELY, now, now)), "parts": register.components(actor, id),
        "behind": [(one, words.health(one, now)) for one in register.behind(actor, id)],
        "frames": [words.frame_lines(frame) for frame in frames.of_device(actor, id, FRAMES)],
        "alarms": [
            {"card": a, "kind": worded(a.kind_label), "part": words.part(a), "standing": words.standing(a), "at": moment_words(a.raised_at, now)}
            for a in alarms.of_device(actor, id)
        ],
        "tasks": [
            {"task": t, "what": worded(CAUSES[t.cause][1]), "why": worded(CAUSES[t.cause][0]), "at": moment_words(t.made_at, now), "key": new_id()}
            for t in register.tasks(actor, device=id, done=True)
        ],
        "working": card.maintenance_until is not None and card.maintenance_until > now,
        "may": card.retired_at is None and visible(actor, "devices.register", card.area), "typed": typed.values(), "tried": tried,
        "do": do, "key": new_id(), **asked.shown(request, card),
    }  # fmt: skip
    return sections.page(request, "alarms/device.html", "device-list", shown, status=tried.status)


def _forms(typed: Typed, id: UUID) -> dict[str, tuple[Callable[[], Command], str]]:
    """What each form of the page orders, and what is said when it is done."""
    return {
        "maintain": (lambda: _maintain(typed, id), _("检修时间已定好。期间的告警照样显示，会标明在检修。")),
        "mended": (lambda: c.EndMaintenance(device=id), _("检修已结束。")),
        "name": (lambda: _name(typed, id), _("部件的名称已记下，告警里会写这个名称。")),
        "task": (lambda: _task(typed), _("维护已记下。")),
        "down": (lambda: asked.down(typed, id), _("命令已排上，设备一连上就发出去。结果写在下面。")),
        "call_off": (lambda: asked.call_off(typed), _("命令已撤回，没有发给设备。")),
        "retire": (lambda: c.RetireDevice(device=id), _("已停用这台设备，它说过的话都留着。")),
    }


def _maintain(typed: Typed, id: UUID) -> c.SetMaintenance:
    wrong = _("时间要像 2026-11-23 09:00 这样写。")
    starts = typed.read("starts", _moment, wrong)
    ends = typed.read("ends", _moment, wrong)
    none = datetime.min.replace(tzinfo=SHANGHAI)
    return c.SetMaintenance(device=id, starts=starts or none, ends=ends or none, reason=typed.text("reason"))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _name(typed: Typed, id: UUID) -> c.NameComponent:
    address, _dot, kind = typed.text("part").rpartition(".")
    number = int(kind) if kind.isascii() and kind.isdigit() else -1
    return c.NameComponent(
        device=id, component=address, type=number, name=typed.text("name"), position=typed.text("position")
    )


def _task(typed: Typed) -> c.FinishDeviceTask:
    task = typed.uuid("task", _("没有找到这件维护，请刷新页面。"))
    return c.FinishDeviceTask(task=task or UUID(int=0), words=typed.text("words"))
