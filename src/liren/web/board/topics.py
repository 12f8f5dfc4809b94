"""热点: what was reported far more often than usual this week, where, in which words; each opens its cases."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.cases.queries.topics import Hot, hot
from liren.cases.triage.topics import FEW, SEVERAL, WEEKS
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.web import staff, where


@staff.staff
@require_safe
def topics_page(request: HttpRequest) -> HttpResponse:
    """The seven days until now beside the eight weeks before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cases.see")
    found = hot(actor, now)
    labels = {e.code: e.spec.label for e in catalogue.entries("case_kind", at=now)}
    shown = {"topics": [_row(one, labels) for one in found], "few": FEW, "several": SEVERAL, "weeks": WEEKS}
    return staff.page(request, "board/topics.html", "board", shown)


def _row(one: Hot, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": labels.get(one.kind, one.kind), "where": where.long(one.area) or one.area, "cases": one.cases,
        "n": len(one.cases), "people": one.people, "usual": f"{one.usual:.1f}", "words": one.words,
        "narrow": one.narrow,
    }  # fmt: skip
