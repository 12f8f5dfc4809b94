"""How "no" is said: the HTTP code the standard names and the errors array, in the format of the address.

404 what is not there, 403 a key that is missing or may not, 405 another method, 400 everything else that is wrong with
a request. 409, 429 and 503 are kept where they tell a program to try again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from liren.api.open311.formats import TYPES, Listed, answer
from liren.kernel import Refusal

READ = ("GET", "HEAD")
AS_IT_IS = (403, 404, 409, 429)
View = Callable[..., HttpResponse]


class Wrong(Exception):
    """A request that can't be answered. `sentences`: each thing that is wrong with it, with the remedy."""

    def __init__(self, status: int, *sentences: str, retry_after: int = 0) -> None:
        super().__init__(*sentences)
        self.status = status
        self.sentences = sentences
        self.retry_after = retry_after


def endpoint(**by_method: View) -> View:
    """One address: the view of each method (get=…, post=…). What a view raises becomes an errors array."""
    views = {name.upper(): view for name, view in by_method.items()}
    if "GET" in views:
        views["HEAD"] = views["GET"]

    def find(request: HttpRequest, fmt: str) -> View:
        if fmt not in TYPES:
            raise Wrong(404, _("没有“%(format)s”这种格式，地址请以 .xml 或 .json 结尾。") % {"format": fmt[:20]})
        if request.method not in views:
            raise _WrongMethod(tuple(views))
        return views[request.method]

    @csrf_exempt
    def address(request: HttpRequest, fmt: str, **named: Any) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            response = said(fmt, lambda: find(request, fmt)(request, fmt, **named))
        response.headers["Content-Language"] = language
        return response

    return wraps(next(iter(by_method.values())))(address)


def said(fmt: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a piece of work, or what it refused as an errors array."""
    try:
        return work()
    except _WrongMethod as wrong:
        response = _errors(fmt, 405, wrong.sentences)
        response.headers["Allow"] = ", ".join(wrong.allowed)
        return response
    except Wrong as wrong:
        response = _errors(fmt, wrong.status, wrong.sentences)
        if wrong.retry_after:
            response.headers["Retry-After"] = str(wrong.retry_after)
        return response
    except Refusal as no:
        return _errors(fmt, no.status if no.status in AS_IT_IS else 400, (no.sentence,))
    except OperationalError:
        return _errors(fmt, 503, (_("系统正在重启，请过一会儿再试。"),))


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below /open311/."""
    fmt = rest.rpartition(".")[2]
    with translation.override(_language(request)):
        words = _("没有这个地址。有哪些地址，见 /open311/discovery.xml。")
        return _errors(fmt if fmt in TYPES else "xml", 404, (words,))


class _WrongMethod(Wrong):
    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(405, _("这个地址只接受 %(methods)s。") % {"methods": "、".join(allowed)})
        self.allowed = allowed


def _errors(fmt: str, status: int, sentences: tuple[str, ...]) -> HttpResponse:
    records = [{"code": status, "description": sentence} for sentence in sentences]
    return answer(fmt if fmt in TYPES else "xml", Listed(wrapper="errors", item="error", records=records), status)


def _language(request: HttpRequest) -> str:
    """A program says which language its people read; whoever says nothing gets Chinese."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh-hans"
