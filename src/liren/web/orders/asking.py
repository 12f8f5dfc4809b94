"""我要求助: which help, then one page of questions; nobody signs in, and a second click is the same order."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Refusal
from liren.services import queries as services
from liren.services.kinds import ServiceKind
from liren.trust import gate
from liren.web import forms
from liren.web.attempt import Typed
from liren.web.errors import views as errors
from liren.web.orders import asked, choices
from liren.web.secret_link import ORDER


@require_safe
def which(request: HttpRequest) -> HttpResponse:
    """What kind of help; anything else goes on as a report for the desk."""
    offered = choices.kinds("", request.now)  # type: ignore[attr-defined]
    return render(request, "orders/which.html", {"groups": choices.grouped(offered)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind of help: what, where, when, who should come, how to be reached."""
    offered = choices.kinds("", request.now)  # type: ignore[attr-defined]
    if kind not in offered:
        return redirect("ask-which")
    problems = forms.Problems()
    typed = Typed(request.POST)
    if request.method == "POST" and typed.verb not in asked.SEARCHES:
        order = typed.uuid("order", _(asked.TOO_OLD))
        command = asked.command(typed, kind, order) if order else None
        problems.found.extend(typed.problems)
        if command and not problems:
            if not consume(request, action="report"):
                return errors.too_many(request)
            try:
                gate.execute(command, actor=request.actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
            except Refusal as no:
                problems.refuse(no, asked.IN_PLACE)
            else:
                kept = services.receipt(request.actor, command.order)  # type: ignore[attr-defined]
                return ORDER.go(request, "ask-receipt", kept.token) if kept else redirect("ask-which")
    return _show(request, kind, offered[kind], typed, problems)


def _show(request: HttpRequest, code: str, kind: ServiceKind, typed: Typed, problems: forms.Problems) -> HttpResponse:
    shown = {"code": code, "kind": kind, **asked.shown(request, typed)}
    answer = forms.page(request, "orders/ask.html", shown, problems)
    answer.status_code = 200 if shown["searching"] else answer.status_code
    return answer
