"""Tokens: what a report comes back with whose case is not for everybody to read, and the id once it is.

A token is the case's id with a keyed check behind it, so nothing is stored and none can be made up. It gives the id
only when the case itself may be shown; before that, and for a token nobody was given, there is nothing.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from liren.api.open311.errors import Wrong
from liren.api.open311.formats import Listed, answer
from liren.cases.queries.street import street_reports_of
from liren.kernel.actor import ANONYMOUS

CHECK = 8
LENGTH = 32


def token_of(case: UUID) -> str:
    """The token of a case: 32 characters."""
    return urlsafe_b64encode(case.bytes + _check(case)).decode()


def case_of(token: str) -> UUID | None:
    """The case of a token; None for one that was never given out."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        return None
    if len(token) != LENGTH or len(raw) != 16 + CHECK:
        return None
    case = UUID(bytes=raw[:16])
    return case if hmac.compare_digest(raw[16:], _check(case)) else None


def token(request: HttpRequest, fmt: str, token: str) -> HttpResponse:
    """GET tokens/<token>: the id of its request."""
    case = case_of(token)
    found = street_reports_of(ANONYMOUS, [case], request.now) if case else []  # type: ignore[attr-defined]
    if not found:
        raise Wrong(404, _("没有这个 token，或者它的编号还不能公开。进度请用提交时给的查询链接看。"))
    record = {"service_request_id": str(found[0].id), "token": token}
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=[record]))


def _check(case: UUID) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"open311.token" + case.bytes, "sha256")[:CHECK]
