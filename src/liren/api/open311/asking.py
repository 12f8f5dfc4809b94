"""The query string of GET requests as a filter. Parts narrow; an empty parameter is an absent one.

start_date and end_date span at most 90 days: with one of them the span ends or begins 90 days from it, with neither it
is the last 90 days, with more than 90 days between them the answer is 400. `bbox` is west,south,east,north;
lat, long and radius (metres, 500 when it is not said) find what lies around a point.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from uuid import UUID

from django.utils.translation import gettext as _

from liren.api.open311.errors import Wrong
from liren.api.open311.services import on_offer
from liren.cases.queries.street import StreetFilter
from liren.cases.rules.queues import ENDED, OPEN
from liren.catalogue.worktime import SHANGHAI

SPAN = timedelta(days=90)
MOST = 1000
LAST_PAGE = 100_000
RADIUS, FARTHEST = 500.0, 20_000.0
STATES = {"open": OPEN, "closed": ENDED}


def asked(given: Mapping[str, str], now: datetime) -> StreetFilter:
    """The filter that a query string means. Raises Wrong naming the parameter and the remedy."""
    since, until = _span(_moment(given, "start_date"), _moment(given, "end_date"), now)
    size = _whole(given, "page_size", MOST, MOST)
    return StreetFilter(
        since=since,
        until=until,
        kinds=_kinds(given, now),
        states=[state for status in _statuses(given) for state in STATES[status]],
        box=_box(given),
        around=_around(given),
        size=size,
        skip=(_whole(given, "page", 1, LAST_PAGE) - 1) * size,
    )


def ids(given: Mapping[str, str]) -> list[UUID] | None:
    """The ids of service_request_id; None when it is not there. What is no id names no request and is passed over."""
    texts = _listed(given, "service_request_id")
    if len(texts) > MOST:
        raise Wrong(400, _("service_request_id 一次最多 %(most)d 个。") % {"most": MOST})
    return [id for id in map(id_of, texts) if id] if texts else None


def id_of(text: str) -> UUID | None:
    """The id in a text; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number(given: Mapping[str, str], name: str) -> float | None:
    """A parameter that is a number; None when it is not there. Raises Wrong."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not isfinite(found):
        raise Wrong(400, _("%(name)s 应当是数，收到的是“%(text)s”。") % {"name": name, "text": text[:40]})
    return found


def _listed(given: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in given.get(name, "").split(",") if part.strip()]


def _kinds(given: Mapping[str, str], now: datetime) -> list[str]:
    codes = _listed(given, "service_code")
    unknown = [code for code in codes if code not in on_offer(now)]
    if unknown:
        raise Wrong(404, _("没有“%(code)s”这个 service_code。有哪些，见 services。") % {"code": unknown[0][:64]})
    return codes


def _statuses(given: Mapping[str, str]) -> list[str]:
    found = _listed(given, "status")
    unknown = [status for status in found if status not in STATES]
    if unknown:
        raise Wrong(400, _("status 只有 open 和 closed，收到的是“%(text)s”。") % {"text": unknown[0][:40]})
    return found


def _span(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    if since and until:
        if until < since:
            raise Wrong(400, _("end_date 早于 start_date，请对调。"))
        if until - since > SPAN:
            raise Wrong(400, _("start_date 到 end_date 最多 90 天，请分几次取。"))
        return since, until
    if since:
        return since, since + SPAN
    until = until or now
    return until - SPAN, until


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    """W3C date and time. Without a zone it is the county's; a space stands for a plus that was not escaped."""
    text = given.get(name, "").strip()
    if not text:
        return None
    if text[-6:-5] == " ":
        text = f"{text[:-6]}+{text[-5:]}"
    try:
        if len(text) == len("2026-11-23"):
            found = datetime.combine(date.fromisoformat(text), time(), SHANGHAI)
        else:
            found = datetime.fromisoformat(text)
        if not 1900 < found.year < 2200:
            raise ValueError(text)
    except ValueError:
        wrong = _("%(name)s 要像 2026-11-23T08:00:00+08:00 这样写，收到的是“%(text)s”。")
        raise Wrong(400, wrong % {"name": name, "text": text[:40]}) from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _whole(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        wrong = _("%(name)s 应当是 1 到 %(most)d 的整数，收到的是“%(text)s”。")
        raise Wrong(400, wrong % {"name": name, "most": most, "text": text[:40]})
    return int(text)


def _box(given: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    parts = _listed(given, "bbox")
    if not parts:
        return None
    sides = [number({"bbox": part}, "bbox") for part in parts]
    if len(sides) != 4 or not (_on_earth(sides[0], sides[1]) and _on_earth(sides[2], sides[3])):
        raise Wrong(400, _("bbox 要写四个数：西边经度,南边纬度,东边经度,北边纬度。"))
    west, south, east, north = (side or 0.0 for side in sides)
    if west > east or south > north:
        raise Wrong(400, _("bbox 的西边大于东边或者南边大于北边，请对调。"))
    return west, south, east, north


def _around(given: Mapping[str, str]) -> tuple[float, float, float] | None:
    lat, lon, radius = (number(given, name) for name in ("lat", "long", "radius"))
    if lat is None and lon is None and radius is None:
        return None
    if lat is None or lon is None or not _on_earth(lon, lat):
        raise Wrong(400, _("按位置找要同时写 lat（纬度）和 long（经度），radius 是多少米以内。"))
    if radius is not None and not 0 < radius <= FARTHEST:
        raise Wrong(400, _("radius 要大于 0、不超过 %(most)d 米。") % {"most": FARTHEST})
    return lon, lat, radius or RADIUS


def _on_earth(lon: float | None, lat: float | None) -> bool:
    return lon is not None and lat is not None and -180 <= lon <= 180 and -90 <= lat <= 90
