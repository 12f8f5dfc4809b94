"""谁看过我的信息: everyone who looked at the details of the case that is open in this browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.web.resident import looked
from liren.web.secret_link import CASE


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The whole list, or the way to open a case first."""
    if not CASE.held(request):
        return render(request, "resident/seen.html")
    viewer, case = CASE.opened(request)
    card = cases.case_card(viewer, case, request.now)  # type: ignore[attr-defined]
    return render(request, "resident/seen.html", {"case": card, "looks": looked.at_case(viewer, card)})
