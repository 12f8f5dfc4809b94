"""One's own order in one's own browser: /o/<token> is exchanged by 303 for a cookie, as a report's link is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from liren.kernel import Actor, Missing
from liren.kernel.actor import by_link
from liren.services import queries as services
from liren.web.resident.link import KEPT_S

COOKIE = "order"


def opened(request: HttpRequest) -> tuple[Actor, UUID]:
    """Who looks at which order: the holder of the link in the cookie. Raises Missing with the way to open one."""
    token = request.COOKIES.get(COOKIE, "")
    order = services.by_link(request.actor, token, request.now) if token else None  # type: ignore[attr-defined]
    if order is None:
        raise Missing("这个浏览器里没有打开的求助，请用回执上的网址，或者查询码。")
    return by_link(order), order


def go(request: HttpRequest, page: str, token: str) -> HttpResponse:
    """A 303 to `page` that leaves the order open in this browser for a month and takes no referrer along."""
    answer = HttpResponse(status=303, headers={"Location": reverse(page), "Referrer-Policy": "no-referrer"})
    answer.set_cookie(COOKIE, token, max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def address(request: HttpRequest, token: str) -> str:
    """The secret link as it is kept or printed."""
    return request.build_absolute_uri(reverse("order-link", args=[token]))
