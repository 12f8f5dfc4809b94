"""What the steps of a report share: the draft they work on, however the visitor comes back to them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft

View = Callable[[HttpRequest, Draft], HttpResponse]


def with_draft(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view this visitor's draft.

    A form whose session has expired brings its own along. Without any, the first step begins a new one; a first step
    sent again after the report went off is a new report with those words.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: HttpRequest) -> HttpResponse:
        draft = drafts.load(request)
        posted = request.method == "POST"
        if draft is None and posted:
            draft = drafts.brought(request) or Draft(words=request.POST.get("words", "").strip())
        if draft is not None and draft.sent and posted and "words" in request.POST:
            draft = Draft(help=draft.help)
        if draft is None or (draft.sent and not posted):
            return redirect("report")
        return view(request, draft)

    return opened
