"""Reporting, the second step: where it is, and whether somebody close by has reported the same thing already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from liren.web import forms
from liren.web.resident import alike, choices, place
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft
from liren.web.resident.steps import with_draft


@with_draft
def where(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A house that was searched for, a point of the map, the phone's position, a grid of the list, or one's own words."""
    problems = forms.Problems()
    wish = request.POST.get("do", "next")
    if request.method == "POST" and not draft.sent:
        place.take(request, draft)
        if wish == "forget":
            draft.lon = draft.lat = None
        if wish == "next" and not draft.has_place and choices.needs_place(draft, request.now):  # type: ignore[attr-defined]
            problems.add("place_words", _("还没有说在哪里。写个大概的位置就可以，例如“界中社区文化广场旁”。"))
        drafts.save(request, draft)
        if wish == "next" and not problems:
            cards = alike.look(request, draft)
            drafts.save(request, draft)
            return redirect("report-alike" if cards else "report-check")
    return show_where(request, draft, problems, searching=wish == "search")


@with_draft
def same(request: HttpRequest, draft: Draft) -> HttpResponse:
    """附近有人反映过类似的事: join one of them, or go on alone."""
    if request.method == "POST":
        alike.choose(draft, request.POST.get("same", ""))
        drafts.save(request, draft)
        return redirect("report-check")
    cards = alike.again(request, draft)
    drafts.save(request, draft)
    if not cards:
        return redirect("report-check")
    return render(request, "resident/report_alike.html", {"draft": draft, "step": 2, "cards": cards})


def show_where(
    request: HttpRequest, draft: Draft, problems: forms.Problems, *, searching: bool = False
) -> HttpResponse:
    """The second step with what is wrong on top."""
    q = request.POST.get("q", "").strip() if searching else ""
    shown = {
        "draft": draft,
        "step": 2,
        "q": q or draft.building_words,
        "found": place.search(request, q) if q else place.chosen(draft),
        "searched": searching,
        "communities": place.communities(),
        "community": draft.area[: drafts.COMMUNITY],
        "grids": place.grids(request, draft.area),
        "around": place.around(request, draft),
    }
    return forms.page(request, "resident/report_where.html", shown, problems)
