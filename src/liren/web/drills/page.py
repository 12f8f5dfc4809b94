"""/office/drills/: the drills of the viewer's areas, those still to be ended first; `csv` and `xlsx` take the list along."""

from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.devices.queries import drills
from liren.kernel import Actor
from liren.web import staff
from liren.web.drills import words
from liren.web.office import export, sections

MOST = 1_000


@staff.staff
@require_safe
def drills_page(request: HttpRequest) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, drills.RIGHT)
    if {"csv", "xlsx"} & set(request.GET):
        return _taken_along(request, drills.drills(actor, size=MOST), now)
    text = request.GET.get("page", "")
    page = min(int(text), 10_000) if text.isascii() and text.isdigit() else 0
    found = drills.drills(actor, page)
    shown = {
        "lines": [words.line(card, now) for card in found[: drills.PAGE]], "page": page, "earlier": page - 1,
        "later": page + 1 if len(found) > drills.PAGE else None,
    }  # fmt: skip
    return sections.page(request, "drills/page.html", "drills", shown)


def _taken_along(request: HttpRequest, found: list[drills.DrillCard], now: datetime) -> HttpResponseBase:
    head = [
        _("演练"),
        _("目的"),
        _("区域代码"),
        _("开始"),
        _("结束"),
        _("现在"),
        _("组织的人"),
        _("设备"),
        _("告警"),
        _("其中是真的"),
    ]
    rows = [
        (
            card.name, words.line(card, now)["purpose"], card.area, export.moment(card.starts_at),
            export.moment(card.ended_at or card.ends_at), words.standing(card, now).words, card.organiser or "", card.devices,
            card.alarms, card.real,
        )
        for card in found
    ]  # fmt: skip
    return export.table(request, _("演练"), head, rows)
