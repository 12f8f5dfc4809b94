"""GET requests, GET one request: the cases of the open street, as anybody may know them (cases/queries/street.py).

A case that is not shown is not there: 404 by id, no line in a list, no place in a page. `description` is the kind and
the community, never what the reporter wrote; photos are never given away.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from liren.api.open311 import asking
from liren.api.open311.errors import Wrong
from liren.api.open311.formats import Listed, answer, moment
from liren.cases.queries.street import StreetReport, street_reports, street_reports_of
from liren.cases.rules.queues import OPEN
from liren.kernel.actor import ANONYMOUS
from liren.kernel.area import Level
from liren.places import queries as places

STANDING = {
    "reported": gettext_noop("已上报，等受理"),
    "filed": gettext_noop("已受理，等派单"),
    "dispatched": gettext_noop("已派单，等签收"),
    "arbitration": gettext_noop("正在定由谁办"),
    "in_progress": gettext_noop("办理中"),
    "suspended": gettext_noop("缓办，条件到了再办"),
    "feedback": gettext_noop("已反馈，等核查"),
    "closed": gettext_noop("已核查结案"),
    "replied": gettext_noop("已回复"),
    "merged": gettext_noop("并到同一件事里办"),
    "not_accepted": gettext_noop("不予受理"),
    "withdrawn": gettext_noop("反映人已撤回"),
    "taken_back": gettext_noop("已收回"),
    "false_alarm": gettext_noop("误报，已销案"),
    "closed_as_logged": gettext_noop("原记录已结案"),
}
"""How far a request has come; replied and checked are two different facts."""


def listing(request: HttpRequest, fmt: str) -> HttpResponse:
    """GET requests: by service_request_id, else by everything else together, newest first."""
    now = request.now  # type: ignore[attr-defined]
    ids = asking.ids(request.GET)
    if ids is not None:
        found = street_reports_of(ANONYMOUS, ids, now)
    else:
        found = street_reports(ANONYMOUS, asking.asked(request.GET, now), now)
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=records(found)))


def one(request: HttpRequest, fmt: str, id: str) -> HttpResponse:
    """GET requests/<id>: a list of one."""
    uuid = asking.id_of(id)
    found = street_reports_of(ANONYMOUS, [uuid], request.now) if uuid else []  # type: ignore[attr-defined]
    if not found:
        raise Wrong(404, _("没有这个 service_request_id，或者它不公开。"))
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=records(found)))


def records(found: Sequence[StreetReport]) -> list[dict[str, Any]]:
    """Requests in the standard's words. What many of them share is said once: a list may hold a thousand."""
    standing = {state: _(STANDING[state]) for state in {case.state for case in found}}
    address = _addresses({case.scope[: Level.COMMUNITY] for case in found})
    described = _("%(where)s：%(what)s")
    return [_record(case, standing[case.state], address, described) for case in found]


def _addresses(areas: set[str]) -> dict[str, str]:
    """界牌镇界中社区: the town and the community, or whatever wider area it is. A town is looked up once."""
    steps = {
        area: [area[:level] for level in (Level.TOWN, Level.COMMUNITY) if len(area) >= level] or [area]
        for area in areas
    }
    named = {code: places.name_of(code) for code in {step for way in steps.values() for step in way}}
    return {area: "".join(map(named.__getitem__, way)) for area, way in steps.items()}


def _record(case: StreetReport, standing: str, address: dict[str, str], described: str) -> dict[str, Any]:
    area = case.scope[: Level.COMMUNITY]
    open_ = case.state in OPEN
    return {
        "service_request_id": str(case.id),
        "status": "open" if open_ else "closed",
        "status_notes": standing,
        "service_name": case.label,
        "service_code": case.kind,
        "description": described % {"where": address[area], "what": case.label},
        "agency_responsible": case.unit_name,
        "service_notice": None,
        "requested_datetime": moment(case.reported_at),
        "updated_datetime": moment(case.closed_at or case.changed_at),
        "expected_datetime": moment(case.due_at) if open_ else None,
        "address": address[area],
        "address_id": area,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": None,
    }
