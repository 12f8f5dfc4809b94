"""The error pages: one sentence of what is wrong, one of what to do, the right status, and what it is now on a 409.

`refused` answers for every Refusal that a page does not show beside its own form; the others are Django's handlers.
None of them reads the database, so that they also stand when it does not.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from liren.kernel import Conflict, Refusal

NOW_IS = {"label": _("状态"), "name": _("名称"), "holder": _("现在谁负责")}
"""What of a conflict's present state is shown, with its words; codes and versions are for programs."""
KNOWN = {400, 403, 404, 409, 413, 422, 429, 500, 503}


def page(request: HttpRequest, status: int, **said: Any) -> HttpResponse:
    """The page of one status; `said` may hold sentence, code and now_is (pairs of label and words)."""
    template = f"errors/{status if status in KNOWN else 500}.html"
    return render(request, template, {"back": _back(request), **said}, status=status)


def refused(request: HttpRequest, no: Refusal) -> HttpResponse:
    """The page of a refusal."""
    current = no.current if isinstance(no, Conflict) else {}
    now_is = [(label, current[key]) for key, label in NOW_IS.items() if key in current]
    return page(request, no.status, sentence=no.sentence, code=no.code, now_is=now_is, typed=typed(request))


def typed(request: HttpRequest) -> list[str]:
    """The sentences that were sent along, to be shown again; codes, numbers and passwords are left out."""
    values = [str(value) for name, value in request.POST.items() if "password" not in name]
    return [value for value in values if any(c.isspace() or ord(c) > 127 for c in value.strip())]


def _back(request: HttpRequest) -> str:
    """The page the reader came from, when it is one of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path if came.netloc == request.get_host() and came.path.startswith("/") else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off. What was written is shown to be copied."""
    return page(request, 403, code="csrf", typed=typed(request))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """allauth's handler429, and the anonymous doors' own limits."""
    return page(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer."""
    answer = page(request, 503, typed=typed(request))
    answer.headers["Retry-After"] = "30"
    return answer
