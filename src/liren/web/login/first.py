"""建县: the first page of an empty county, opened by the one-time code that `liren up` printed."""

import hmac
from pathlib import Path
from typing import Any
from uuid import uuid5

from allauth.core.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people.commands import Administrator, FoundCounty
from liren.people.rules import ADMINISTRATORS
from liren.trust import gate, sql
from liren.web.attempt import Attempt, Typed
from liren.web.display import Problem
from liren.web.errors import views as errors
from liren.web.login.codes import code_for


@require_http_methods(["GET", "HEAD", "POST"])
def setup_page(request: HttpRequest) -> HttpResponse:
    """The county's code and name and its three administrators. Not there once the code has been used."""
    secret = _secret()
    typed, problems = Typed(request.POST), list[Problem]()
    if request.method == "POST":
        if not consume(request, action="setup"):
            return errors.too_many(request)
        if not hmac.compare_digest(_plain(typed.text("code")), _plain(secret)):
            typed.blame("code", _("建县码不对。它印在 liren up 的窗口里，也写在数据目录的 setup-code 文件里。"))
        order = _order(typed)
        problems = typed.problems
        if not problems:
            try:
                gate.execute(order, actor=the_house("founding"), now=request.now, key=typed.key)  # type: ignore[attr-defined]
            except Refusal as no:
                problems = [Problem(no.field or "", no.sentence)]
            else:
                settings.SETUP_CODE_FILE.unlink(missing_ok=True)
                labelled = [(ADMINISTRATORS[one.post], one) for one in order.administrators]
                return render(request, "account/founded.html", {"administrators": labelled, "name": order.name})
    tried = Attempt(status=422 if problems else 200, problems=tuple(problems))
    shown = {"tried": tried, "typed": typed.values(), "key": new_id(), "posts": ADMINISTRATORS.items()}
    return render(request, "account/setup.html", shown, status=tried.status)


def _secret() -> str:
    path: Path = settings.SETUP_CODE_FILE
    if sql.value("select exists (select from trust_account)"):
        raise Missing
    try:
        return path.read_text().strip()
    except OSError:
        raise Missing from None


def _plain(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").upper().encode()


def _order(typed: Typed) -> FoundCounty:
    area = typed.read("area", AreaCode, _("县区代码是 6 位数字，例如 321181。")) or AreaCode("990000")
    return FoundCounty(
        area=area,
        name=typed.text("name"),
        above=(typed.text("province"), typed.text("city")),
        administrators=tuple(_administrator(typed, post) for post in ADMINISTRATORS),
    )


def _administrator(typed: Typed, post: str) -> Administrator:
    ids: dict[str, Any] = {what: uuid5(typed.key, f"{what}:{post}") for what in ("person", "account", "duty")}
    return Administrator(
        post=post, name=typed.text(post), username=post.replace("_", "-"), code=code_for(typed.key, ids["account"]),
        **ids,
    )  # fmt: skip
