"""One's case in one's own browser: /t/<token> is exchanged by 303 for a cookie, so that it stays in no history or log."""

from base64 import b64encode
from io import BytesIO
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from liren.cases import queries as cases
from liren.kernel import Actor, Missing
from liren.kernel.actor import by_link

COOKIE = "case"
KEPT_S = 30 * 24 * 3600


def opened(request: HttpRequest) -> tuple[Actor, UUID]:
    """Who looks at which case: the holder of the link in the cookie. Raises Missing with the way to open one."""
    token = request.COOKIES.get(COOKIE, "")
    case = cases.by_link(request.actor, token, request.now) if token else None  # type: ignore[attr-defined]
    if case is None:
        raise Missing("这个浏览器里没有打开的反映，请用回执上的网址，或者查询码。")
    return by_link(case), case


def go(request: HttpRequest, page: str, token: str) -> HttpResponse:
    """A 303 to `page` that leaves the case open in this browser for a month and takes no referrer along."""
    answer = HttpResponse(status=303, headers={"Location": reverse(page), "Referrer-Policy": "no-referrer"})
    answer.set_cookie(COOKIE, token, max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def address(request: HttpRequest, token: str) -> str:
    """The secret link as it is kept or printed."""
    return request.build_absolute_uri(reverse("link", args=[token]))


def picture(address: str) -> str:
    """The QR code of an address, as a picture that stands in the page."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=1, xmldecl=False)
    return "data:image/svg+xml;base64," + b64encode(drawn.getvalue()).decode()
