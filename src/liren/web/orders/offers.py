"""帮邻居: what a member has in hand and could take, nearest first. No counts of what anybody did, no comparison."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.kernel import Actor
from liren.services import queries as services
from liren.web.display import moment_words, worded
from liren.web.orders import choices, frame
from liren.web.orders.acts import DEEDS
from liren.web.orders.marks import mark


@frame.signed_in
@require_safe
def offers_page(request: HttpRequest) -> HttpResponse:
    """Mine first, then what fits my time, then the rest; `kind` narrows the offers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    mine = services.membership(actor)
    offers = services.claimable(actor, now, kind=request.GET.get("kind", ""))
    hands = services.page(actor, services.Filter(queue="handling"), now).lines
    past = services.page(actor, services.Filter(queue="handled"), now, size=10).lines
    deed = DEEDS.get(request.GET.get("done", ""))
    shown = {
        "mine": mine, "done": str(deed.done) if deed else "",
        "hands": [{"line": line, "clock": mark(line.state, line.due_at, now),
                   "when": moment_words(line.scheduled_for, now) if line.scheduled_for else ""} for line in hands],
        "offers": [{"offer": o, "wants": choices.wishes(o.line.gender, o.line.neighbour, o.line.no_visit)} for o in offers],
        "past": past, "kind": request.GET.get("kind", ""),
        "kinds": [(code, worded(kind.label)) for code, kind in choices.kinds(mine.home, now).items() if code in mine.skills] if mine else [],
    }  # fmt: skip
    return frame.page(request, "orders/offers.html", "offers", shown)
