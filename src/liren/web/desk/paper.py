"""One case on one sheet of A4: for a meeting, a site visit, a file. The reporter stays masked; nothing is revealed."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.places import queries as places
from liren.web import qr, staff
from liren.web.desk import history
from liren.web.desk.history import Names
from liren.web.desk.together import together, whistles_told
from liren.web.desk.view import view
from liren.web.display import full_words
from liren.web.reckoned import reckoned

MOST = 14
"""Lines of the history that fit on the sheet; the newest decisions stand, the page of the case has all."""


@staff.staff
@require_safe
def case_paper(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet: what, where, under which rule, how far, decided what; a code that leads back to the case."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = cases.case_card(actor, id, now)
    names = Names(actor, card.timeline)
    told = history.told(
        list(card.timeline), names, card.notes, now=now, decisions=True, whistles=whistles_told(actor, card)
    )
    pressing = reckoned(actor, card, now, only=(card.case.next_clock,)) if card.case.next_clock else []
    address = request.build_absolute_uri(reverse("case-number", args=[card.number]))
    return render(
        request, "desk/paper.html",
        {
            "v": view(actor, card, names, now), "reporter": cases.reporter_masked(actor, id), "reported": full_words(card.case.reported_at),
            "happened": [(full_words(h.at), h) for h in told[:MOST]], "more": max(len(told) - MOST, 0), "clock": pressing[0] if pressing else None,
            "basis": card.kind.legal_basis, "picture": qr.picture(address), "address": address,
            **together(actor, card, now), "office": places.name_of(card.case.scope[:9]), "printed": full_words(now),
        },
    )  # fmt: skip
