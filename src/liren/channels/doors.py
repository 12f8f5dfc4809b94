"""What the doors of the platforms share: who knocked is proved before anything is read, and how it went is kept for a page."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from secrets import token_hex

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from liren.channels.envelope import Envelope, Rejected, check_fresh, signature
from liren.notices import heard

log = structlog.get_logger()
View = Callable[[HttpRequest, Envelope, datetime], HttpResponse]


def door(name: str, envelope: Callable[[], Envelope | None]) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """A view that a platform calls. 404 where it is not set up, 403 with a sentence for a callback that is not taken.

    Of a refused callback nothing is kept but the moment and the reason.
    """

    def made(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            opens = envelope()
            if opens is None:
                raise Http404
            now: datetime = request.now  # type: ignore[attr-defined]
            try:
                answer = view(request, opens, now)
            except Rejected as no:
                log.warning("callback refused", door=name, code=no.code, trouble=str(no))
                heard.refused(name, str(no), now)
                return plain(str(no), status=403)
            heard.heard(name, now)
            return answer

        return answered

    return made


def opened(request: HttpRequest, envelope: Envelope, encrypted: str, now: datetime, *, signed: str) -> bytes:
    """What a signed, fresh, sealed callback says. Raises Rejected.

    The platform repeats a callback that was not answered in time, up to three times with the same signature: a repetition
    within five minutes gets the first answer and changes nothing (messages are unique by their number), a later one is refused.
    """
    timestamp, nonce = request.GET.get("timestamp", ""), request.GET.get("nonce", "")
    envelope.check(request.GET.get(signed, ""), timestamp, nonce, encrypted)
    check_fresh(timestamp, now)
    return envelope.open(encrypted)


def sealed_with(envelope: Envelope, message: bytes, now: datetime) -> dict[str, str]:
    """The four parts of an encrypted answer."""
    timestamp, nonce = str(int(now.timestamp())), token_hex(8)
    encrypted = envelope.seal(message)
    return {
        "encrypted": encrypted,
        "signature": signature(envelope.token, timestamp, nonce, encrypted),
        "timestamp": timestamp,
        "nonce": nonce,
    }


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
