"""Where a form of the desk leads back to: only to pages of our own."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request: HttpRequest) -> str:
    """The desk page that the form or the link stood on, else the desk."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    ours = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours else reverse("desk")
