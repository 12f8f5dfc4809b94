"""Signing in: the form, and on a demonstration county one click per part to play."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from liren.catalogue import queries as catalogue
from liren.kernel import Missing
from liren.places.queries import name_path
from liren.trust import sql
from liren.trust.accounts import Backend


class Login(account.LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's form; the demonstration's accounts are there only on a data directory that `liren demo` made."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **demo_accounts(), "wecom": bool(settings.WECOM["corp"])}


def demo_accounts() -> dict[str, Any]:
    """The parts one can play: the cast as buttons, its colleagues by place. Nothing outside a demonstration."""
    if not settings.LIREN_DEMO:
        return {}
    found = sql.rows(
        """select a.username, a.name, a.username like 'demo-%%' as leading, coalesce(g.post, '') as post,
                  coalesce(g.area, '') as area
           from trust_account a
           left join lateral (select post, area from trust_grant g where g.account = a.id order by area limit 1) g on true
           where a.demo and a.is_active order by a.opened_at, a.username"""
    )
    labels = {e.code: e.spec.label for e in catalogue.entries("post", at=datetime.now(UTC))}
    parts = [
        {
            "username": row["username"],
            "name": row["name"],
            "label": labels.get(row["post"], gettext("居民")),
            "place": name_path(row["area"]) if row["area"] else "",
            "leading": row["leading"],
        }
        for row in found
    ]
    return {
        "demo_zone": being_built(),
        "demo_accounts": [part for part in parts if part["leading"]],
        "demo_colleagues": sorted((p for p in parts if not p["leading"]), key=lambda p: p["place"]),
    }


def being_built() -> dict[str, Any] | None:
    """How far the demonstration's zone is (config/demo/zone_progress.py): step, done, steps; None once it stands."""
    with suppress(OSError, ValueError, KeyError):
        found: dict[str, Any] = json.loads((Path(os.environ["LIREN_HOME"]) / "zone.json").read_text())
        if found["done"] < found["steps"]:
            return found
    return None


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


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Where allauth sends whoever wants to change a password and has none."""
    return render(request, "account/no_password.html")
