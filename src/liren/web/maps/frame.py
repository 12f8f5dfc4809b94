"""/map/frame.json: where the tiles are now and the words the map speaks; /map/where.json: which micro-grid a point lies in."""

from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.places import queries as places
from liren.web.maps import base


@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """`tiles` by layer set, with the epoch in each address; `bounds` of the grids (west, south, east, north) or null."""
    tiles = {
        layers: reverse("tile", args=[layers, epoch, 0, 0, 0]).replace("0/0/0.mvt", "{z}/{x}/{y}.mvt")
        for layers, epoch in places.tile_epochs().items()
    }
    return JsonResponse({"tiles": tiles, "bounds": places.bounds(), "base": base.told(), "words": _words()})


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """`lon`, `lat` in degrees → `says`, and whether a report can be placed there (`ok`)."""
    lon, lat = _degrees(request.GET.get("lon", "")), _degrees(request.GET.get("lat", ""))
    if lon is None or lat is None:
        return JsonResponse({"ok": False, "says": _("没有收到坐标，请在图上重新点一下。")}, status=422)
    trouble = places.point_trouble(lon, lat)
    if trouble:
        return JsonResponse({"ok": False, "says": trouble.sentence}, status=422)
    at = places.locate(lon, lat)
    if at is None:
        return JsonResponse({"ok": True, "scope": "", "says": _("这里不在任何网格里，可以报，由受理台来分。")})
    says = _("在%(place)s。") % {"place": places.name_path(at.scope)}
    return JsonResponse({"ok": True, "scope": at.scope, "says": says})


def _degrees(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _words() -> dict[str, Any]:
    """What the script says on the map, in the reader's language."""
    return {
        "ctrl": _("按住 Ctrl 再滚动，可以缩放。"), "two": _("用两个手指移动地图。"),
        "in": _("放大"), "out": _("缩小"), "all": _("看全部"), "map": _("地图。方向键移动，加号减号缩放。"),
        "many": _("{n} 件在一处，放大看"), "here": _("{n} 个在一处，放大看"), "nearer": _("再放大一些，看清了再定。"), "pick": _("拖动地图，让大头针落在那个位置。也可以在图上点。"),
        "seeing": _("眼前这些"), "none": _("眼前没有，缩小或者移动看看。"),
    }  # fmt: skip
