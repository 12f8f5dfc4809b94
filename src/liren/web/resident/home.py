"""The resident's first page: four entries, and what this visitor has of his own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.web.resident import draft as drafts
from liren.web.resident import keeper, place, standing
from liren.web.secret_link import CASE, ORDER

MOST_SHOWN = 5


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Open to everybody; a signed-in resident also sees his own reports."""
    draft, now = drafts.load(request), request.now  # type: ignore[attr-defined]
    shown = {
        "place": place.county_name(),
        "kept": keeper.mine(request),
        "opened": CASE.held(request),
        "ordered": ORDER.held(request),
        "unfinished": draft is not None and not draft.sent and bool(draft.words),
        "cases": [
            {"href": reverse("mine", args=[line.id]), "title": line.title, "clock": standing.of_line(line, now)}
            for line in _mine(request)
        ],
    }
    return render(request, "resident/start.html", shown)


def _mine(request: HttpRequest) -> list[cases.CaseLine]:
    """The latest reports, newest first."""
    viewer = request.actor  # type: ignore[attr-defined]
    if viewer.account is None:
        return []
    asked = cases.Filter(queue="reported_by_me")
    lines = cases.page(viewer, asked, request.now).lines  # type: ignore[attr-defined]
    return sorted(lines, key=lambda line: line.reported_at, reverse=True)[:MOST_SHOWN]
