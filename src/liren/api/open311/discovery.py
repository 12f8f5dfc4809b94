"""Service discovery: where the two endpoints are, which formats they speak, how one gets a key."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.api.open311.formats import TYPES, Single, answer
from liren.places import queries as places

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-23T00:00:00+08:00"
"""The day on which something was last changed in these addresses (ISO 8601)."""


def discovery(request: HttpRequest, fmt: str) -> HttpResponse:
    """Production and test; the test endpoint checks everything and keeps nothing."""
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": request.build_absolute_uri(reverse(f"open311-{name}")).rstrip("/"),
            "changeset": CHANGED,
            "type": name,
            "formats": [kind.partition(";")[0] for kind in TYPES.values()],
        }
        for name in ("production", "test")
    ]
    record = {
        "changeset": CHANGED,
        "contact": _("%(county)s：请用网页上的“我要反映”或者打 12345")
        % {"county": places.name_of(places.county() or "")},
        "key_service": _("接口密钥由管理员发：请写信说明是哪个系统、要做什么。怎么用见 %(address)s")
        % {"address": request.build_absolute_uri("/developers/")},
        "endpoints": endpoints,
    }
    return answer(fmt, Single(name="discovery", record=record))
