"""What a browser keeps for the moment without a line: the offline page and the worker that shows it."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """The page that stands where an address could not be fetched."""
    return render(request, "errors/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Another release, language or type size makes another text, and the browser fetches anew."""
    look = f"{get_language()}-{request.COOKIES.get('elder') == '1':d}"
    kept = json.dumps([f"/offline/?look={look}", static("liren.css"), static("seal.svg")])
    page = render(request, "errors/offline.html").content
    version = hashlib.sha256(page + kept.encode()).hexdigest()[:12]
    said = {"kept": kept, "version": version}
    answer = render(request, "errors/worker.js", said, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


urlpatterns = [path("offline/", offline_page, name="offline"), path("worker.js", worker, name="worker")]
