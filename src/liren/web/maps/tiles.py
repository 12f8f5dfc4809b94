"""/tiles/<layer set>/<epoch>/<z>/<x>/<y>.mvt: the county's own map, cut once and kept, with the map's age in its address."""

import gzip
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Missing
from liren.places import queries as places
from liren.web.maps.kept import Kept

TYPE = "application/vnd.mapbox-vector-tile"
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def kept() -> Kept:
    return Kept(settings.TILE_ROOT)


@require_safe
def tile(request: HttpRequest, layers: str, epoch: int, z: int, x: int, y: int) -> HttpResponse:
    """The tile of one epoch, for ever the same. Of an epoch that has passed and was not kept, today's, not to be stored.

    204 where nothing is drawn. Raises Missing for a layer set, a zoom or a place that does not exist.
    """
    name = f'"{layers}-{epoch}"'
    found = kept().find((layers, epoch, z, x, y))
    if found is None:
        cut = places.tile(layers, z, x, y, epoch)
        if cut is None:
            raise Missing(_("没有这一块地图：层、级别或者位置不对。"))
        found = gzip.compress(cut.content, mtime=0) if cut.content else b""
        if cut.epoch != epoch:
            return _answer(request, found, "no-store", "")
        kept().keep((layers, epoch, z, x, y), found)
    if request.headers.get("If-None-Match") == name:
        return _headed(HttpResponse(status=304), FOR_EVER, name)
    return _answer(request, found, FOR_EVER, name)


def _answer(request: HttpRequest, packed: bytes, how_long: str, name: str) -> HttpResponse:
    if not packed:
        return _headed(HttpResponse(status=204), how_long, name)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return _headed(HttpResponse(gzip.decompress(packed), content_type=TYPE), how_long, name)
    answer = HttpResponse(packed, content_type=TYPE)
    answer["Content-Encoding"] = "gzip"
    return _headed(answer, how_long, name)


def _headed(answer: HttpResponse, how_long: str, name: str) -> HttpResponse:
    answer["Cache-Control"] = how_long
    answer["Vary"] = "Accept-Encoding"
    if name:
        answer["ETag"] = name
    return answer
