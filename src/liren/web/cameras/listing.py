"""摄像头: the list with health and what is due; files of cameras come in by the imports (web/office/sorts.py)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from liren.devices.queries import cameras, sip
from liren.devices.queries.cameras import CameraCard
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web import staff, where
from liren.web.cameras import filing, words
from liren.web.office import choices, sections


@staff.staff
@require_safe
def cameras_page(request: HttpRequest) -> HttpResponseBase:
    """The cameras of one's areas; `in` narrows, `due` shows what has to be done; `csv`, `xlsx` take the list for filing along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["cameras"])
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
        "may_register": bool(actor.holds("cameras.register")), "offered": len(sip.offered(actor)),
    }  # fmt: skip
    return sections.page(request, "cameras/list.html", "cameras", shown)


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
