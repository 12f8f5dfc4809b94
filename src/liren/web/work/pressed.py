"""督办和上报: what was pressed for, why, how far up it was told, and whether it has moved since."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.cases.queries import watch
from liren.kernel import Actor
from liren.people import queries as people
from liren.web import staff
from liren.web.desk.view import line_clock
from liren.web.display import moment_words


@staff.staff
@require_safe
def pressed(request: HttpRequest) -> HttpResponse:
    """The list for supervisors: what has not moved first, the latest on top."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    cards = watch.pressed(actor, now)
    names = people.names_of(actor, {card.urged_by for card in cards if card.urged_by})
    shown = [
        {
            "card": card, "clock": line_clock(card.line, now), "by": names.get(card.urged_by, "") if card.urged_by else "",
            "urged": moment_words(card.urged_at, now) if card.urged_at else "", "level": card.level,
            "told": moment_words(card.escalated_at, now) if card.escalated_at else "",
            "moved": card.moved.event.label if card.moved else "",  # type: ignore[attr-defined]
            "moved_at": moment_words(card.moved.at, now) if card.moved else "",
        }
        for card in cards
    ]  # fmt: skip
    still = sum(card.moved is None for card in cards)
    return staff.page(request, "work/pressed.html", "work", {"cases": shown, "still": still})
