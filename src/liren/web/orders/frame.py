"""The frame of the pages behind a login: staff see them inside their nav, a member without a post on a plain page."""

from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liren.kernel import Actor
from liren.web import staff
from liren.web.staff import View


def signed_in(view: View) -> View:
    """Only for somebody who has signed in; what they may see the queries say."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.account is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def page(request: HttpRequest, template: str, here: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the frame of whoever looks."""
    if request.actor.grants:  # type: ignore[attr-defined]
        return staff.page(request, template, here, shown, status=status)
    return render(request, template, {"layout": "layouts/resident.html", **shown}, status=status)
