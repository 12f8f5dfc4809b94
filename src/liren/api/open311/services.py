"""What may be reported: the kinds of case on offer, and each one's own questions as attributes.

`type` tells what a report comes back with. realtime: its id, at once, because anybody may see such cases; batch: a
token, which gives the id when the desk has made it a matter of the street; blackbox: a token and never an id, because
such a case is nobody else's to read (its secret link stands in the service_notice).
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from liren.api.open311.errors import Wrong
from liren.api.open311.formats import Listed, Single, answer
from liren.cases.kinds import GROUPS, Field, Kind
from liren.cases.queries import street
from liren.catalogue import queries as catalogue
from liren.kernel.actor import ANONYMOUS

DATATYPES = {"text": "string", "number": "number", "choice": "singlevaluelist"}
CONFIDENTIAL = 2


def on_offer(now: datetime) -> dict[str, Kind]:
    """The kinds that anybody may report, by code; what is confidential is told in person."""
    return {
        e.code: e.spec
        for e in catalogue.entries("case_kind", at=now)
        if e.spec.workflow == "standard" and e.spec.secrecy < CONFIDENTIAL
    }


def found(code: str, now: datetime) -> Kind:
    """The kind of a service_code. Raises Wrong (404)."""
    kind = on_offer(now).get(code)
    if kind is None:
        raise Wrong(404, _("没有“%(code)s”这个 service_code。有哪些，见 services。") % {"code": code[:64]})
    return kind


def services(request: HttpRequest, fmt: str) -> HttpResponse:
    """GET services: every kind on offer."""
    now = request.now  # type: ignore[attr-defined]
    seen = street.street_kinds(ANONYMOUS, now)
    records = [_service(code, kind, code in seen) for code, kind in on_offer(now).items()]
    return answer(fmt, Listed(wrapper="services", item="service", records=records))


def definition(request: HttpRequest, fmt: str, code: str) -> HttpResponse:
    """GET services/<code>: the questions of one kind, in their order."""
    kind = found(code, request.now)  # type: ignore[attr-defined]
    record = {"service_code": code, "attributes": [_attribute(n, f) for n, f in enumerate(kind.fields, 1)]}
    return answer(fmt, Single(name="service_definition", record=record))


def _service(code: str, kind: Kind, on_the_street: bool) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": kind.label,
        "description": _described(kind, on_the_street),
        "metadata": bool(kind.fields),
        "type": "realtime" if on_the_street else "blackbox" if kind.secrecy else "batch",
        "keywords": ",".join(kind.hints),
        "group": GROUPS[kind.group],
    }


def _described(kind: Kind, on_the_street: bool) -> str:
    words = _("%(label)s（%(group)s）") % {"label": kind.label, "group": GROUPS[kind.group]}
    if on_the_street:
        return words
    return words + _("。这一类不公开，提交后凭查询链接看进度")


def _attribute(order: int, question: Field) -> dict[str, Any]:
    record: dict[str, Any] = {
        "variable": True,
        "code": question.code,
        "datatype": DATATYPES[question.type],
        "required": question.required,
        "datatype_description": _("单位：%(unit)s") % {"unit": question.unit} if question.unit else None,
        "order": order,
        "description": question.label,
    }
    if question.choices:
        record["values"] = [{"key": choice, "name": choice} for choice in question.choices]
    return record
