"""Two pages that say what the house promises: privacy with its periods, and access for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and who may look."""
    return render(request, "resident/privacy.html")


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """How the pages can be used without a mouse, without sight, without script."""
    return render(request, "resident/access.html")
