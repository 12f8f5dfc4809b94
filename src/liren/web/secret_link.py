"""What somebody without an account asked for, in their own browser: a secret link, exchanged by 303 for a cookie.

So it stays in no history and no log: /t/<token> opens a report, /o/<token> a request for help.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from liren.cases import queries as cases
from liren.kernel import Actor, Missing
from liren.kernel.actor import by_link
from liren.services import queries as services

KEPT_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretLink:
    """One sort of link: the cookie that keeps it, what its token opens, its address, what is said when nothing is open."""

    cookie: str
    opens: Callable[[Actor, str, datetime], UUID | None]
    page: str
    closed: str

    def held(self, request: HttpRequest) -> bool:
        """Whether this browser keeps such a link."""
        return self.cookie in request.COOKIES

    def opened(self, request: HttpRequest) -> tuple[Actor, UUID]:
        """Who looks at what: the holder of the link in the cookie. Raises Missing with the way to open one."""
        token = request.COOKIES.get(self.cookie, "")
        found = self.opens(request.actor, token, request.now) if token else None  # type: ignore[attr-defined]
        if found is None:
            raise Missing(self.closed)
        return by_link(found), found

    def go(self, request: HttpRequest, page: str, token: str) -> HttpResponse:
        """A 303 to `page` that leaves it open in this browser for a month and takes no referrer along."""
        answer = HttpResponse(status=303, headers={"Location": reverse(page), "Referrer-Policy": "no-referrer"})
        answer.set_cookie(self.cookie, token, max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure())
        return answer

    def address(self, request: HttpRequest, token: str) -> str:
        """The secret link as it is kept or printed."""
        return request.build_absolute_uri(reverse(self.page, args=[token]))


CASE = SecretLink(
    cookie="case", opens=cases.by_link, page="link",
    closed="这个浏览器里没有打开的反映，请用回执上的网址，或者查询码。",
)  # fmt: skip
ORDER = SecretLink(
    cookie="order", opens=services.by_link, page="order-link",
    closed="这个浏览器里没有打开的求助，请用回执上的网址，或者查询码。",
)  # fmt: skip
