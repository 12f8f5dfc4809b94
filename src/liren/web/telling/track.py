"""怎么告诉我 on a progress page: the choice of whoever holds the secret link of a report or of an order, kept."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.cases import queries as cases
from liren.kernel import Actor, AreaCode
from liren.services import queries as services
from liren.web.attempt import Typed
from liren.web.display import Problem
from liren.web.orders import tracking
from liren.web.resident import track
from liren.web.secret_link import CASE, ORDER
from liren.web.telling import choosing, report
from liren.web.telling.choosing import NONE, Way


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice of a reporter."""
    viewer, case = CASE.opened(request)
    card = cases.case_card(viewer, case, request.now)  # type: ignore[attr-defined]
    offered, veiled = report.of_case(viewer, case), card.case.secrecy > 0
    if problems := _kept(request, viewer, AreaCode(card.case.scope), offered, veiled=veiled):
        return track.refused(request, viewer, case, problems)
    return HttpResponseRedirect(f"{reverse('track')}?done=told")


@require_POST
def choose_for_order(request: HttpRequest) -> HttpResponse:
    """Keep the choice of a requester."""
    viewer, order = ORDER.opened(request)
    card = services.order_card(viewer, order, request.now)  # type: ignore[attr-defined]
    offered = report.ways(viewer, services.requester_masked(viewer, order).phone)
    if problems := _kept(request, viewer, AreaCode(card.order.scope), offered):
        return tracking.refused(request, viewer, order, problems)
    return HttpResponseRedirect(f"{reverse('order-track')}?done=told")


def _kept(
    request: HttpRequest, viewer: Actor, area: AreaCode, offered: list[Way], *, veiled: bool = False
) -> list[Problem]:
    """What is wrong with the choice, nothing when it is kept. Addresses given before stand behind it when it does not work."""
    typed = Typed(request.POST)
    first = typed.text("first")
    if first not in {way.channel for way in offered} | {NONE}:
        typed.blame("first", _("请选一种，或者选“不用告诉我”。"))
        return typed.problems
    wanted = [] if first == NONE else list(dict.fromkeys([first, *(way.channel for way in offered if way.bound)]))
    return choosing.carry_out(
        request, viewer, typed, list(choosing.orders(viewer, area, typed, wanted, offered, veiled=veiled))
    )
