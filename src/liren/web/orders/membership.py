"""One's own entry in the service team: what one can do, where, when; join, agree or say no, correct, pause, leave."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Command
from liren.kernel.ids import new_id
from liren.services import queries as services
from liren.services.commands import ConfirmMember, CorrectMember, LeaveMembership, RegisterMember
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.orders import frame, member_form

SAID = {
    "register": gettext_lazy("登记好了。要社区确认的，确认以后就能接单。"),
    "confirm": gettext_lazy("您加入了服务队，谢谢您。"),
    "correct": gettext_lazy("登记改好了。"),
    "leave": gettext_lazy("您退出了服务队，手上的单会另外请人。谢谢您帮过的忙。"),
    "decline": gettext_lazy("好的，您没有加入，登记已经删掉。以后想来，随时可以自己登记。"),
}


@frame.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def membership_page(request: HttpRequest) -> HttpResponse:
    """The form of one's own entry; leaving and saying no need no reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    mine, typed, tried = services.membership(actor), Typed(request.POST), Attempt()
    if request.method == "POST":
        do = typed.verb if typed.verb in SAID else ("correct" if mine else "register")
        tried = attempt(request, typed, lambda: _command(do, typed, mine, actor))
        if tried.answer is not None:
            messages.success(request, SAID[do])
            return redirect("offers")
    shown = {"mine": mine, "tried": tried, "key": new_id()}
    shown |= member_form.shown(actor, mine, typed, now, again=bool(tried.problems))
    return frame.page(request, "orders/membership.html", "offers", shown, status=tried.status)


def _command(do: str, typed: Typed, mine: services.MemberCard | None, actor: Actor) -> Command:
    id = mine.id if mine else typed.key
    if do in ("leave", "decline"):
        return LeaveMembership(member=id)
    if do == "confirm":
        return ConfirmMember(member=id)
    if do == "correct":
        return CorrectMember(member=id, paused=typed.has("paused"), **member_form.entry(typed))
    assert actor.account is not None
    return RegisterMember(
        member=id, account=actor.account, gender=member_form.gender(typed), **member_form.entry(typed)
    )
