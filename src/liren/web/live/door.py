"""Who asks to listen, by the session of the pages; asked again every minute, because sessions and duties end."""

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

from liren.kernel import Actor
from liren.trust.accounts import actor_of_request
from liren.trust.sessions import SessionStore
from liren.web.middleware import owes_totp


def comes_in(cookie: str) -> Actor | None:
    """The account behind a Cookie header with the rights it holds now; None when nobody is signed in with it."""
    kept = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    if not kept:
        return None
    request = HttpRequest()
    request.session = SessionStore(kept)
    request.user = get_user(request)
    actor = actor_of_request(request)
    return actor if actor.account is not None and not owes_totp(request) else None
