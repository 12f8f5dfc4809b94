"""抽查: which self-solved cases another person looks at again, and the published rule by which they were drawn."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.cases.queries import watch
from liren.cases.rules.draw import SEED
from liren.kernel import Actor
from liren.web import staff
from liren.web.desk.view import line_clock


@staff.staff
@require_safe
def drawn(request: HttpRequest) -> HttpResponse:
    """The list for verifiers, those still open first; with each the ticket, so that anybody can draw again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    cards = watch.drawn_cases(actor, now)
    shown = [
        {
            "card": card, "clock": line_clock(card.line, now), "drew": f"{card.drew:.4f}", "share": f"{card.share:.4g}",
            "ticket": f"{SEED}:{card.line.id}:{card.line.reported_at.timestamp():.6f}",
        }
        for card in cards
    ]  # fmt: skip
    waiting = sum(card.line.state == "feedback" for card in cards)
    return staff.page(request, "work/drawn.html", "work", {"cases": shown, "waiting": waiting, "seed": SEED})
