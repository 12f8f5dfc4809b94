"""Signing in: the form, and on a demonstration county one click per part to play."""

from typing import Any

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from liren.kernel import Missing
from liren.trust import sql
from liren.trust.accounts import Backend


class Login(account.LoginView):
    """allauth's form; `demo_accounts` are there only on a data directory that `liren demo` made."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_accounts": demo_accounts()}


def demo_accounts() -> list[dict[str, str]]:
    """The parts one can play, in the order in which they were made; none outside a demonstration."""
    if not settings.LIREN_DEMO:
        return []
    found = sql.rows(
        "select username, name from trust_account where demo and is_active order by opened_at, username"
    )
    action = reverse("demo_login")
    parts = [row["name"].partition("，") for row in found]
    return [
        {"username": row["username"], "label": part or name, "name": name, "note": row["name"], "action": action}
        for row, (name, _, part) in zip(found, parts, strict=True)
    ]


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as a demonstration account without a password. Not there on a real county."""
    if not settings.LIREN_DEMO:
        raise Missing
    username = request.POST.get("username", "")
    found = sql.one("select id from trust_account where username = %s and demo and is_active", (username,))
    if found is None:
        raise Missing
    sign_in(request, Backend().get_user(found["id"]), backend="liren.trust.accounts.Backend")
    return redirect(settings.LOGIN_REDIRECT_URL)
