"""备案 (art. 14): what is new, changed or taken down since it was last filed, its thirty days, the table for the police, and their number."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from liren.devices.commands.law import FileCameras
from liren.devices.queries import cameras
from liren.devices.queries.cameras import CameraCard
from liren.devices.rules.cameras import GRADES, HEALTH, POSITIONS, TYPES
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras import words
from liren.web.display import worded
from liren.web.office import choices, export, sections

WHAT = {"": "", "new": gettext_lazy("新装"), "changed": gettext_lazy("有变更"), "ended": gettext_lazy("已停用")}
HEAD = (
    "要备什么", "使用单位", "名称", "安装位置", "位置类型", "设备类型", "数量", "经度", "纬度", "区域代码", "社区", "启用日期", "停用日期", "保存天数", "提示标识", "备案号",
    "备案日期", "变更日期", "最迟备案日期", "GB 35114", "最近核对保存天数", "核对记录编号", "健康", "时钟偏差（秒）",
)  # fmt: skip


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def filing_page(request: HttpRequest) -> HttpResponseBase:
    """What has to be filed, what is due first on top; `csv`, `xlsx` are the table. POST: these were filed under a number."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cameras.register")
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(request, typed))
        if tried.answer is not None:
            messages.success(request, _("已记下 %(n)s 台的备案。") % {"n": tried.answer["filed"]})
            return redirect("camera-filing")
    found = cameras.to_file(actor)
    if {"csv", "xlsx"} & set(request.GET):
        return taken_along(request, found)
    today, picked = words.today_of(now), set(request.POST.getlist("camera"))
    shown = {
        **sections.crumb(_("要备案的"), (reverse("cameras"), _("摄像头"))), "tried": tried, "typed": typed.values(), "key": new_id(), "today": today.isoformat(),
        "lines": [
            {"card": card, "what": WHAT[card.filing], "clock": words.filing(card, today), "area": where.long(card.area[: Level.COMMUNITY]),
             "picked": not picked or str(card.id) in picked}
            for card in found
        ],
    }  # fmt: skip
    return sections.page(request, "cameras/filing.html", "cameras", shown, status=tried.status)


def _order(request: HttpRequest, typed: Typed) -> FileCameras:
    filed = typed.day("filed_on")
    ids = [id for text in request.POST.getlist("camera") if (id := choices.uuid(text)) is not None]
    return FileCameras(
        area=AreaCode(choices.widest(request.actor)), cameras=tuple(dict.fromkeys(ids)), number=typed.text("number"),  # type: ignore[attr-defined]
        filed_on=filed.date() if filed else words.today_of(request.now),  # type: ignore[attr-defined]
    )  # fmt: skip


def taken_along(request: HttpRequest, found: Iterable[CameraCard]) -> HttpResponseBase:
    """The columns of art. 14: unit, place, number and type of devices, days kept; and how each stands."""
    rows = [
        (
            str(WHAT[card.filing]), card.owner_name or "", card.name, card.place, worded(POSITIONS[card.position]), worded(TYPES[card.type]), 1,
            card.lon, card.lat, card.area, where.long(card.area[: Level.COMMUNITY]), card.installed_on.isoformat(), _day(card.retired_on),
            card.retention_days, _("有") if card.sign_posted else _("没有"), card.filing_number, _day(card.filed_on), _day(card.changed_on),
            _day(card.filing_due), worded(GRADES[card.grade]) if card.grade else "", _day(card.retention_on), card.retention_document,
            worded(HEALTH[card.health]), card.drift_s if card.drift_s is not None else "",
        )
        for card in found
    ]  # fmt: skip
    return export.table(request, _("公共安全视频备案"), HEAD, rows)


def _day(day: object) -> str:
    return str(day) if day else ""
