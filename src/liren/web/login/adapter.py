"""allauth with the doors that Liren does not have shut: accounts are opened by a command, never by sign-up."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

FRESH = timedelta(minutes=5)


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up; after signing in everybody goes to the face of their work."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, app: str) -> bool:
        """Not within five minutes of signing in: whoever must set up TOTP has just typed the password."""
        last = getattr(self.request.user, "last_login", None)
        return last is None or self.request.now - last > FRESH
