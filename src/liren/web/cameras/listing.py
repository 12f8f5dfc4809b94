"""摄像头: the list with health and what is due, the list for filing, a list brought in."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands.cameras import ImportCameras
from liren.devices.queries import cameras, sip
from liren.devices.queries.cameras import CameraCard
from liren.devices.rules.cameras import GRADES, HEALTH, POSITIONS, TYPES
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras import bringing, words
from liren.web.display import worded
from liren.web.office import choices, export, sections


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def cameras_page(request: HttpRequest) -> HttpResponseBase:
    """The cameras of one's areas; `in` narrows, `due` shows what has to be done; `csv`, `xlsx` take the list for filing along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["cameras"])
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        staff.need(actor, "cameras.register")
        tried = attempt(request, typed, lambda: _import(request, typed))
        if tried.answer is not None:
            messages.success(request, _("已登记 %(n)s 台摄像头。") % {"n": tried.answer["added"]})
            return redirect("cameras")
    found = _found(request)
    if {"csv", "xlsx"} & set(request.GET):
        return _for_filing(request, found)
    every = cameras.cameras(actor)
    today = words.today_of(now)
    shown: dict[str, Any] = {
        "lines": [
            {
                "card": card, "area": where.long(card.area[: Level.COMMUNITY]), "health": words.health(card),
                "filing": words.filing(card, today), "retention": words.retention(card, today),
            }
            for card in found
        ],
        "areas": places.below(actor, choices.widest(actor), Level.COMMUNITY), "within": request.GET.get("in", ""),
        "due": "due" in request.GET, "filtered": bool(set(request.GET) & {"in", "due"}), "all": len(every),
        "late": sum(words.filing(card, today).state == "late" for card in every),
        "down": sum(card.health not in ("online", "unknown") for card in every),
        "unsigned": sum(not card.sign_posted for card in every),
        "may_register": bool(actor.holds("cameras.register")), "key": new_id(), "tried": tried,
        "columns": "、".join(bringing.COLUMNS), "offered": len(sip.offered(actor)),
    }  # fmt: skip
    return sections.page(request, "cameras/list.html", "cameras", shown, status=tried.status)


def _found(request: HttpRequest) -> list[CameraCard]:
    within = request.GET.get("in", "")
    found = cameras.cameras(request.actor, within=within if within.isascii() and within.isdigit() else "")  # type: ignore[attr-defined]
    today = words.today_of(request.now)  # type: ignore[attr-defined]
    if "due" not in request.GET:
        return found
    return [
        card for card in found
        if "late" in (words.filing(card, today).state, words.retention(card, today).state, words.health(card).state)
        or not card.sign_posted or card.drifted
    ]  # fmt: skip


def _import(request: HttpRequest, typed: Typed) -> ImportCameras:
    sent = request.FILES.get("file")
    area = AreaCode(choices.widest(request.actor))  # type: ignore[attr-defined]
    if sent is None:
        typed.blame("file", _("还没有选文件，请选一份 CSV 或 XLSX。"))
        return ImportCameras(area=area, rows=())
    rows, errors = bringing.rows(request.actor, sent.read(), sent.name or "", typed.key)  # type: ignore[attr-defined]
    for error in errors[:20]:
        typed.blame("file", str(error))
    return ImportCameras(area=area, rows=rows)


def _for_filing(request: HttpRequest, found: list[CameraCard]) -> HttpResponseBase:
    """The columns of art. 14: unit, place, number and type of devices, days kept; and how each stands."""
    head = [
        "使用单位", "名称", "安装位置", "位置类型", "设备类型", "数量", "经度", "纬度", "区域代码", "社区", "启用日期", "保存天数", "提示标识", "备案号", "备案日期",
        "最迟备案日期", "GB 35114", "最近核对保存天数", "核对记录编号", "健康", "时钟偏差（秒）",
    ]  # fmt: skip
    rows = [
        (
            card.owner_name or "", card.name, card.place, worded(POSITIONS[card.position]), worded(TYPES[card.type]), 1, card.lon, card.lat, card.area,
            where.long(card.area[: Level.COMMUNITY]), card.installed_on.isoformat(), card.retention_days,
            _("有") if card.sign_posted else _("没有"), card.filing_number, card.filed_on.isoformat() if card.filed_on else "",
            card.filing_due.isoformat() if card.filing_due else "", worded(GRADES[card.grade]) if card.grade else "",
            card.retention_on.isoformat() if card.retention_on else "", card.retention_document,
            worded(HEALTH[card.health]), card.drift_s if card.drift_s is not None else "",
        )
        for card in found
    ]  # fmt: skip
    return export.table(request, _("公共安全视频备案"), head, rows)
