"""叫到我们的: the whistles that call the units one works for, with the next step as one big button."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.queries import whistles
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.whistles.shown import shown


@staff.staff
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those that wait for this person first, then the rest."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cases.handle")
    side = whistles.Side(raiser=False, arbiter=False, lead=False, units=whistles.own_units(actor))
    found = shown(actor, whistles.calling_me(actor), side, now)
    waiting = [w for w in found if w.waits_for_me]
    groups = [(_("等您这家的"), waiting), (_("还在办的"), [w for w in found if not w.waits_for_me])]
    context = {
        "groups": [(title, ws) for title, ws in groups if ws],
        "waiting": len(waiting),
        "key": new_id(),
        "typed": {},
        "errors": {},
    }
    return staff.page(request, "whistles/mine.html", "work", context)
