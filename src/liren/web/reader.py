"""How a reader wants the pages: elder mode and language, each kept in a cookie by one link or button."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    wanted = request.GET.get("next", "/")
    return HttpResponseRedirect(wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/")


@require_safe
def elder(request: HttpRequest, on: int) -> HttpResponse:
    """Switch the elder mode on (1) or off (0) and go back. A preference only, so a plain link may set it."""
    answer = _back(request)
    answer.set_cookie("elder", str(on), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Read on in another language of settings.LANGUAGES; an unknown one changes nothing."""
    answer = _back(request)
    if code in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


class ChosenLanguage:
    """Middleware: the language of the cookie, Chinese otherwise.

    The browser's Accept-Language is not asked: office computers are set up in English more often than their
    users read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            answer = self.get_response(request)
            answer.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return answer


urlpatterns = [
    path("look/elder/<int:on>/", elder, name="elder"),
    path("look/language/<slug:code>/", language, name="language"),
]
