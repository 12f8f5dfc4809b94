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
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras import bringing, filing, words
from liren.web.office import choices, sections


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
        return filing.taken_along(request, found)
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
        "due": "due" in request.GET, "filtered": bool(set(request.GET) & {"in", "due"}), "all": len(every), "to_file": len(cameras.to_file(actor)),
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
