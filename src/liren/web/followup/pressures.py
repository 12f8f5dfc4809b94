"""反映人说被为难: what reporters said of pressure, for a supervisor who had no hand in it; reading it is kept as a look."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases.commands.followup import SettlePressure
from liren.cases.queries import followup
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words

RIGHT = "cases.urge"


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def pressures(request: HttpRequest) -> HttpResponse:
    """The list; POST with `do` read opens the words of one after saying why, with `do` settle says it was looked into."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    typed, tried = Typed(request.POST), Attempt()
    words: dict[UUID, str] = {}
    if request.method == "POST":
        call = typed.uuid("call", _("请从列表里选一件。"))
        if typed.text("do") == "settle" and call is not None:
            tried = attempt(request, typed, lambda: SettlePressure(call=call))
            if tried.answer is not None:
                messages.success(request, _("记下了，这件已经查过。"))
                return redirect("pressures")
        elif call is not None:
            words, tried = _read(actor, typed, call)
    found = [
        {
            "card": card, "place": where.long(card.scope), "when": moment_words(card.finished_at, now), "words": words.get(card.id, ""),
            "settled": moment_words(card.settled_at, now) if card.settled_at else "", "key": new_id(),
        }
        for card in followup.pressures(actor)
    ]  # fmt: skip
    shown = {"found": found, "problems": tried.problems}
    return staff.page(request, "followup/pressures.html", "work", shown, status=tried.status)


def _read(actor: Actor, typed: Typed, call: UUID) -> tuple[dict[UUID, str], Attempt]:
    purpose = typed.text("purpose")
    if len(purpose) < 2:
        typed.blame("purpose", _("写一句为什么要看，例如“核实是谁上的门”。"))
        return {}, Attempt(status=422, problems=tuple(typed.problems))
    return {call: followup.pressure_words(actor, call, purpose)}, Attempt()
