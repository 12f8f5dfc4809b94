"""Ways back to one's report: the secret link, the code on the receipt with four digits, one's own account."""

import re
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.kernel import Missing
from liren.services import queries as services
from liren.web import forms
from liren.web.errors import views as errors
from liren.web.secret_link import CASE, ORDER

CODE_LENGTH = 12
TAIL_LENGTH = 4
LOOKALIKES = str.maketrans("018", "OIB")
"""The code has no 0, 1 or 8 (RFC 4648 base32), so whoever reads one means the letter beside it."""


@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """/t/<token>. Raises Missing for an unknown or expired link."""
    if cases.by_link(request.actor, token, request.now) is None:  # type: ignore[attr-defined]
        raise Missing("这个网址打不开反映：可能抄漏了，也可能过了两年已经失效。请用查询码，或者打 12345。")
    return CASE.go(request, "track", token)


@require_safe
def by_account(request: HttpRequest, case: UUID) -> HttpResponse:
    """One of the reports made while signed in, or left with one's own number. Raises Missing for anybody else's."""
    viewer = request.actor  # type: ignore[attr-defined]
    if viewer.account is None:
        raise Missing
    if case not in cases.visible_ids(viewer, [case]) and not cases.is_mine_by_phone(viewer, case):
        raise Missing
    found = cases.receipt(viewer, case)
    if found is None:
        raise Missing
    return CASE.go(request, "track", found.token)


@require_http_methods(["GET", "HEAD", "POST"])
def by_number(request: HttpRequest) -> HttpResponse:
    """The form for code and four digits; tries are counted per code and per address."""
    typed = {name: request.POST.get(name, "").strip() for name in ("code", "four")}
    problems = forms.Problems()
    if request.method == "POST":
        code = re.sub(r"[\W_]", "", typed["code"]).upper().translate(LOOKALIKES)
        _check(code, typed["four"], problems)
        if not problems:
            if not consume(request, action="find", key=code):
                return errors.too_many(request)
            case = cases.by_code(request.actor, code, typed["four"], request.now)  # type: ignore[attr-defined]
            found = cases.receipt(request.actor, case) if case else None  # type: ignore[attr-defined]
            if found is not None:
                return CASE.go(request, "track", found.token)
            order = services.by_code(request.actor, code, typed["four"], request.now)  # type: ignore[attr-defined]
            asked = services.receipt(request.actor, order) if order else None  # type: ignore[attr-defined]
            if asked is not None:
                return ORDER.go(request, "order-track", asked.token)
            problems.add("code", _("查询码和 4 位数字对不上。请照回执核对，留过手机号的填后 4 位。"))
    return forms.page(request, "resident/find.html", {"typed": typed}, problems)


def _check(code: str, four: str, problems: forms.Problems) -> None:
    if len(code) != CODE_LENGTH:
        problems.add("code", _("查询码是 12 位，现在是 %(n)d 位。") % {"n": len(code)})
    if len(four) != TAIL_LENGTH or not four.isdigit():
        problems.add("four", _("要 4 位数字：留过手机号的填后 4 位，没留的填回执上的。"))
