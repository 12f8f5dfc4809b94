"""allauth with the doors that Liren does not have shut: accounts are opened by a command, never by sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffOnly(DefaultAccountAdapter):
    """No sign-up; after signing in everybody goes to the face of their work."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
