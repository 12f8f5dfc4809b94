"""A new password by a one-time code that a colleague handed over: no mail and no message is needed."""

from types import SimpleNamespace

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liren.trust.commands import RedeemResetCode
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.errors import views as errors


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reset_page(request: HttpRequest) -> HttpResponse:
    """Sign-in name, code, the new password twice. Tries are counted per name and per address."""
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        if not consume(request, action="reset", key=typed.text("username").lower()):
            return errors.too_many(request)
        _check(typed)
        tried = attempt(
            request,
            typed,
            lambda: RedeemResetCode(
                username=typed.text("username"), code=typed.text("code"), password=str(request.POST["password1"])
            ),
        )
        if tried.answer is not None:
            messages.success(request, _("新密码定好了，请用它登录。"))
            return redirect("account_login")
    name = typed.text("username") or request.GET.get("username", "")
    shown = {"tried": tried, "username": name, "code": typed.text("code")}
    return render(request, "account/reset.html", shown, status=tried.status)


def _check(typed: Typed) -> None:
    """Everything that can be said before the code is looked at."""
    for name, sentence in (("username", _("请填工号。")), ("code", _("请填重设码，12 个字母和数字。"))):
        if not typed.text(name):
            typed.blame(name, sentence)
    password = str(typed.data.get("password1", ""))
    try:
        validate_password(password, SimpleNamespace(username=typed.text("username")))  # type: ignore[arg-type]
    except ValidationError as wrong:
        typed.blame("password1", " ".join(wrong.messages))
    if password != str(typed.data.get("password2", "")):
        typed.blame("password2", _("两遍写的不一样，请再写一遍。"))
