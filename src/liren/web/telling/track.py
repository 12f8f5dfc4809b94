"""怎么告诉我 on the progress page: the choice of whoever holds the secret link, kept."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.cases import queries as cases
from liren.kernel import AreaCode
from liren.web.attempt import Typed
from liren.web.resident import track
from liren.web.secret_link import CASE
from liren.web.telling import choosing, report
from liren.web.telling.choosing import NONE


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice. The addresses given here before stand behind it when it does not work."""
    viewer, case = CASE.opened(request)
    typed, offered = Typed(request.POST), report.ways(viewer, case)
    card = cases.case_card(viewer, case, request.now)  # type: ignore[attr-defined]
    first = typed.text("first")
    if first not in {way.channel for way in offered} | {NONE}:
        typed.blame("first", _("请选一种，或者选“不用告诉我”。"))
        return track.refused(request, viewer, case, typed.problems)
    wanted = [] if first == NONE else list(dict.fromkeys([first, *(way.channel for way in offered if way.bound)]))
    veiled = card.case.secrecy > 0
    orders = list(choosing.orders(viewer, AreaCode(card.case.scope), typed, wanted, offered, veiled=veiled))
    if problems := choosing.carry_out(request, viewer, typed, orders):
        return track.refused(request, viewer, case, problems)
    return HttpResponseRedirect(f"{reverse('track')}?done=told")
