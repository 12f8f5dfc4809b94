"""What a code on a wall opens: this place, who keeps it, and the form with the place filled in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liren.web import posted
from liren.web.resident import keeper
from liren.web.resident.draft import Draft


@require_safe
def here(request: HttpRequest, code: str) -> HttpResponse:
    """/q/<code>/, for anybody. Raises Missing for a code that is not ours."""
    spot = posted.spot(request.actor, code)  # type: ignore[attr-defined]
    return render(
        request, "resident/here.html",
        {"spot": spot, "code": code, "kept": keeper.of_area(request, spot.area) if spot.area else None},
    )  # fmt: skip


def fill(request: HttpRequest, draft: Draft, code: str) -> None:
    """Put the place of a code into a report that begins. Raises Missing."""
    spot = posted.spot(request.actor, code)  # type: ignore[attr-defined]
    draft.area, draft.building, draft.building_words = spot.area, spot.building, spot.address
    draft.place_words = spot.words
