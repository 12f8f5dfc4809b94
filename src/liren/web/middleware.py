"""The door: reads the clock once, says no in plain words, and knows who came in.

`door` stands outermost: it turns every Refusal into a page with the right status, a lost database into a 503 that
loses nothing typed, and sets the content security policy. `who` stands innermost and puts `actor` on the request.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from liren.kernel import Refusal
from liren.trust.accounts import actor_of_request
from liren.web.errors import views as errors
from liren.web.maps import base

log = structlog.get_logger()
Answer = Callable[[HttpRequest], HttpResponse]

BASE_MAP = "".join(f" {origin}" for origin in base.origins())
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{BASE_MAP}; font-src 'self'; "
    f"connect-src 'self'{BASE_MAP}; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
SETTING_UP_TOTP = ("/mfa/", "/logout/", "/static/", "/login/", "/healthz", "/api/", "/open311/")


class door:  # noqa: N801  (Django names middleware like functions)
    """Outermost: clock, refusals, security headers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return errors.refused(request, error)
        if isinstance(error, OperationalError):
            log.warning("database not reachable", error=str(error).strip())
            return errors.unavailable(request)
        return None


def who(get_response: Answer) -> Answer:
    """Innermost: `request.actor`; an account that must use TOTP and has none is led to set it up."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of_request(request))  # type: ignore[attr-defined]
        signed_in = "sessionid" in request.COOKIES
        if signed_in and not request.path.startswith(SETTING_UP_TOTP) and owes_totp(request):
            return redirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return answer


def owes_totp(request: HttpRequest) -> bool:
    """Whether who is signed in must use TOTP and has not set it up."""
    if not getattr(request.user, "must_use_totp", False):
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(request.user)
