"""One camera: entering and correcting it, what the law asks, asking to look without a case, who looked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands import cameras as c
from liren.devices.commands import views as v
from liren.devices.queries import cameras, looked, sip, views
from liren.devices.queries.cameras import CameraCard
from liren.devices.queries.sip import ChannelCard
from liren.devices.rules.cameras import DRIFT_MOST, FORBIDDEN, GRADES, POSITIONS, TYPES
from liren.devices.rules.views import ENDS, MODES
from liren.kernel import Actor, Command
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras import offered, words
from liren.web.display import moment_words, span_words, worded
from liren.web.office import choices, sections

FIELDS = ("name", "place", "position", "type", "engine_path", "filing_number", "grade")


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_camera(request: HttpRequest) -> HttpResponse:
    """Enter one camera."""
    return _form(request, None)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def edit_camera(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put one camera right; the address of its stream is never shown again, an empty field keeps it."""
    card = cameras.camera_card(request.actor, id)  # type: ignore[attr-defined]
    staff.need_over(request.actor, "cameras.register", card.area)  # type: ignore[attr-defined]
    return _form(request, card)


def _form(request: HttpRequest, card: CameraCard | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cameras.register")
    typed, tried = Typed(request.POST), Attempt()
    channel = None if card else offered.named(request)
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _entry(typed, card, channel))
        if tried.answer is not None:
            messages.success(request, _("已改好。") if card else _("已登记这台摄像头。30 天内要到县公安局备案。"))
            return redirect("camera", tried.answer["camera"])
    first = offered.typed(channel) if channel else _as_typed(card)
    values = typed.values() if request.method == "POST" else first
    crumbs: list[tuple[str, str]] = [(reverse("cameras"), _("摄像头"))]
    if card:
        crumbs.append((reverse("camera", args=[card.id]), card.name))
    here = _("改登记") if card else _("登记一台摄像头")
    shown = {
        **sections.crumb(here, *crumbs), "card": card, "typed": values, "tried": tried, "key": new_id(), "channel": channel,
        "positions": [(code, label, False) for code, label in POSITIONS.items()] + [(code, label, True) for code, label in FORBIDDEN.items()],
        "types": TYPES.items(), "grades": GRADES.items(), "units": choices.unit_lines(actor),
        "signed": request.POST.get("sign_posted") == "1" if request.method == "POST" else bool(card and card.sign_posted),
    }  # fmt: skip
    return sections.page(request, "cameras/form.html", "cameras", shown, status=tried.status)


def _entry(typed: Typed, card: CameraCard | None, channel: ChannelCard | None) -> Command:
    installed, filed = typed.day("installed_on", optional=True), typed.day("filed_on", optional=True)
    told: dict[str, Any] = {
        **{name: typed.text(name) for name in FIELDS},
        "lon": typed.read("lon", float, _("还没有定位置，请在地图上把大头针移到杆子上，或者填经度、纬度。")),
        "lat": typed.read("lat", float, _("纬度要写十进制的度，例如 32.10045。")),
        "owner": typed.uuid("owner", _("还没有选由哪个单位管理，请从列表里选。")),
        "sign_posted": typed.has("sign_posted"), "installed_on": installed.date() if installed else None,
        "filed_on": filed.date() if filed else None,
        "retention_days": typed.number("retention_days", _("保存天数只写数字，至少 30。")),
        "stream": typed.text("stream"), "user": typed.text("user"), "password": typed.text("password"),
        "building": card.building if card else None,
    }  # fmt: skip
    if card:
        return c.CorrectCamera(camera=card.id, **told)
    if channel:
        return c.RegisterCamera(camera=typed.key, platform=channel.device, channel=channel.number, **told)
    return c.RegisterCamera(camera=typed.key, **told)


def _as_typed(card: CameraCard | None) -> dict[str, str]:
    if card is None:
        return {"retention_days": "30"}
    return {
        **{name: str(getattr(card, name)) for name in FIELDS}, "lon": str(card.lon), "lat": str(card.lat), "owner": str(card.owner),
        "installed_on": card.installed_on.isoformat(), "filed_on": card.filed_on.isoformat() if card.filed_on else "",
        "retention_days": str(card.retention_days),
    }  # fmt: skip


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def camera_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one camera but its picture."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cameras.camera_card(actor, id)
    do = request.POST.get("do", "")
    typed, tried = Typed(request.POST, do), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, do, card))
        if tried.answer is not None:
            messages.success(request, _done(do))
            return redirect("cameras") if do == "retire" else redirect("camera", id)
    today = words.today_of(now)
    shown = {
        **sections.crumb(card.name, (reverse("cameras"), _("摄像头"))), "card": card, "tried": tried, "typed": typed.values(), "do": do,
        "key": new_id(), "area": where.long(card.area), "health": words.health(card), "filing": words.filing(card, today),
        "retention": words.retention(card, today), "position": POSITIONS[card.position], "type": TYPES[card.type],
        "grade": GRADES[card.grade], "probed": moment_words(card.probed_at, now) if card.probed_at else "",
        "drift_most": DRIFT_MOST, "today": today.isoformat(),
        "may_register": any(g.area.covers(card.area) for g in actor.holds("cameras.register")) and card.retired_on is None,
        "may_ask": any(g.area.covers(card.area) for g in actor.holds("cameras.view")) and card.retired_on is None,
        "purposes": [one for one in views.purposes(actor, card.area, now) if one.request], "modes": MODES.items(),
        "requests": [(one, moment_words(one.asked_at, now), one.open_until is not None and one.open_until > now, one.asked_by == actor.account)
                     for one in views.requests(actor, camera=id)],
        "views": [(line, moment_words(line.opened_at, now), worded(ENDS[line.why]) if line.why else _("还在看"),
                   span_words(line.closed_at - line.opened_at) or _("不到 1 分") if line.closed_at else "")
                  for line in looked.views_of_camera(actor, id, card.area)],
        "channel": sip.of_camera(actor, id), "purpose_names": {one.code: one.label for one in views.purposes(actor, card.area, now)},
    }  # fmt: skip
    return sections.page(request, "cameras/camera.html", "cameras", shown, status=tried.status)


def _order(typed: Typed, do: str, card: CameraCard) -> Command:
    if do == "retire":
        return c.RetireCamera(camera=card.id)
    if do == "prove":
        day = typed.day("checked_on")
        return c.ProveRetention(
            camera=card.id, checked_on=day.date() if day else card.installed_on, document=typed.text("document")
        )
    return v.RequestView(
        request=typed.key, camera=card.id, purpose=typed.text("purpose"), mode=typed.text("mode"), words=typed.text("words"),
        about=typed.uuid("about", _("告警或任务的编号不对，请从它的页面复制，没有就空着。"), optional=True),
    )  # fmt: skip


def _done(do: str) -> str:
    return {
        "retire": _("这台摄像头已停用。看视频的登记都留着。"),
        "prove": _("核对已记下。"),
        "request": _("申请已提交，由另一个人批准。批准以后，一小时内可以开票。"),
    }.get(do, "")
