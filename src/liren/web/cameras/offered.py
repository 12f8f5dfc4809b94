"""目录里有、还没登记的: cameras that catalogues of GB/T 28181 offer. Nothing of them is open; a person enters one, or the whole list."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.devices.queries import sip
from liren.devices.queries.sip import ChannelCard
from liren.kernel import Actor, Missing
from liren.web import staff
from liren.web.cameras import bringing
from liren.web.display import moment_words
from liren.web.office import export, sections


@staff.staff
@require_safe
def offered_page(request: HttpRequest) -> HttpResponseBase:
    """The list; `csv` and `xlsx` take it along in the columns that an import of cameras reads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cameras.register")
    found = sip.offered(actor)
    if {"csv", "xlsx"} & set(request.GET):
        return export.table(request, _("目录里的摄像头"), list(bringing.COLUMNS), [_cells(card) for card in found])
    shown = {
        **sections.crumb(_("目录里有、还没登记的"), (reverse("cameras"), _("摄像头"))),
        "lines": [(card, moment_words(card.seen_at, request.now)) for card in found],  # type: ignore[attr-defined]
    }
    return sections.page(request, "cameras/offered.html", "cameras", shown)


def named(request: HttpRequest) -> ChannelCard | None:
    """The channel that a form of registering is about, from its address or its hidden fields. Raises Missing when nobody offers it."""
    given = request.POST if request.method == "POST" else request.GET
    if "channel" not in given:
        return None
    try:
        platform = UUID(given.get("platform", ""))
    except ValueError:
        raise Missing from None
    return sip.channel(request.actor, platform, given["channel"])  # type: ignore[attr-defined]


def typed(card: ChannelCard) -> dict[str, str]:
    """What a catalogue says, as the form has it. The path is how wvp names a stream."""
    return {
        "name": card.name[:40],
        "place": card.address,
        "type": "fixed",
        "engine_path": path_of(card),
        "retention_days": "30",
    }


def path_of(card: ChannelCard) -> str:
    return f"rtp/{card.device_number}_{card.number}"


def _cells(card: ChannelCard) -> list[Any]:
    known = {"名称": card.name, "安装位置": card.address, "流媒体路径": path_of(card), "保存天数": 30, "平台编号": card.device_number, "国标编号": card.number}  # fmt: skip
    return [known.get(column, "") for column in bringing.COLUMNS]
