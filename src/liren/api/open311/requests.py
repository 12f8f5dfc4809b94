"""GET requests, GET one request: the cases of the open street, as anybody may know them (cases/queries/street.py).

A case that is not shown is not there: 404 by id, no line in a list, no place in a page. `description` is the kind and
the community, never what the reporter wrote; photos are never given away.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from liren.api.open311 import asking
from liren.api.open311.errors import Wrong
from liren.api.open311.formats import Listed, answer, moment
from liren.cases.queries.street import StreetReport, street_reports, street_reports_of
from liren.cases.rules.queues import OPEN
from liren.kernel.actor import ANONYMOUS
from liren.kernel.area import Level
from liren.places import queries as places


def listing(request: HttpRequest, fmt: str) -> HttpResponse:
    """GET requests: by service_request_id, else by everything else together, newest first."""
    now = request.now  # type: ignore[attr-defined]
    ids = asking.ids(request.GET)
    if ids is not None:
        found = street_reports_of(ANONYMOUS, ids, now)
    else:
        found = street_reports(ANONYMOUS, asking.asked(request.GET, now), now)
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=[record(one) for one in found]))


def one(request: HttpRequest, fmt: str, id: str) -> HttpResponse:
    """GET requests/<id>: a list of one."""
    uuid = asking.id_of(id)
    found = street_reports_of(ANONYMOUS, [uuid], request.now) if uuid else []  # type: ignore[attr-defined]
    if not found:
        raise Wrong(404, _("没有这个 service_request_id，或者它不公开。"))
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=[record(found[0])]))


def record(case: StreetReport) -> dict[str, Any]:
    """One request in the standard's words."""
    area = case.scope[: Level.COMMUNITY]
    address = places.name_path(area)
    return {
        "service_request_id": str(case.id),
        "status": "open" if case.state in OPEN else "closed",
        "status_notes": _standing(case.state),
        "service_name": case.label,
        "service_code": case.kind,
        "description": _("%(where)s：%(what)s") % {"where": address, "what": case.label},
        "agency_responsible": case.unit_name,
        "service_notice": None,
        "requested_datetime": moment(case.reported_at),
        "updated_datetime": moment(case.closed_at or case.changed_at),
        "expected_datetime": moment(case.due_at) if case.state in OPEN else None,
        "address": address,
        "address_id": area,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": None,
    }


def _standing(state: str) -> str:
    """How far it has come; replied and checked are two different facts."""
    return {
        "reported": _("已上报，等受理"),
        "filed": _("已受理，等派单"),
        "dispatched": _("已派单，等签收"),
        "arbitration": _("正在定由谁办"),
        "in_progress": _("办理中"),
        "suspended": _("缓办，条件到了再办"),
        "feedback": _("已反馈，等核查"),
        "closed": _("已核查结案"),
        "replied": _("已回复"),
        "merged": _("并到同一件事里办"),
        "not_accepted": _("不予受理"),
        "withdrawn": _("反映人已撤回"),
        "taken_back": _("已收回"),
        "closed_as_logged": _("原记录已结案"),
    }[state]
