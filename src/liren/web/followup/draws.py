"""抽签公示: every day's hash, and when the calls are over its seed, numbers and tickets; anybody can draw again."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.queries import followup
from liren.cases.queries.followup import DrawCard
from liren.cases.rules.callbacks import NAME, today
from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web.display import date_words, full_words, worded
from liren.web.sheets import delimited

WHY = {
    "share": "抽中",
    "urgent": "紧急的，必访",
    "disputed": "说没解决的，必访",
    "unsatisfied": "评不满意的，必访",
    "": "没抽中",
}


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """A town's days, the latest first. `in` names the town; the first one is shown to who names none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    towns = places.below(actor, "", Level.TOWN)
    codes = [str(code) for code, _name in towns]
    asked = request.GET.get("in", "")[: Level.TOWN]
    town = asked if asked in codes else next(iter(codes), "")
    found = followup.draws(actor, town, now) if town else []
    shown: dict[str, Any] = {
        "town": town, "towns": [(str(code), name) for code, name in towns], "name": places.name_of(town) if town else "",
        "lines": [_line(card, now) for card in found],
        "gaps": [day.isoformat() for day in followup.gaps(actor, town, now)] if town else [],
    }  # fmt: skip
    return render(request, "followup/draws.html", shown)


@require_safe
def draw(request: HttpRequest, town: str, day: str) -> HttpResponse:
    """One day: what was published before, what is published now, and how to check it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = followup.draw_card(actor, *_day(town, day))
    shown = {
        "line": _line(card, now), "card": card, "name": places.name_of(town), "formula": f"{NAME}:{card.town}:{card.day}:",
        "share": f"{100 * card.share:g}" if card.share else "", "tickets": [(t.ticket, worded(WHY[t.why])) for t in followup.tickets(actor, card.town, card.day)],
        "reveal": date_words(card.reveal_at) if card.reveal_at else "", "committed": full_words(card.committed_at),
        "follows": card.follows.isoformat() if card.follows else "", "made_up": f"{NAME}:补抽:{card.town}:{card.day}:",
        "file": reverse("draw-tickets", args=[card.town, card.day.isoformat()]),
    }  # fmt: skip
    return render(request, "followup/draw.html", shown)


@require_safe
def tickets(request: HttpRequest, town: str, day: str) -> HttpResponseBase:
    """The tickets of a published draw as CSV."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = followup.draw_card(actor, *_day(town, day))
    if card.seed is None:
        raise Missing(_("种子还没有公布，签号也还没有。"))
    rows = [[t.ticket, worded(WHY[t.why])] for t in followup.tickets(actor, card.town, card.day)]
    answer = StreamingHttpResponse(
        delimited.stream([_("签号"), _("抽中没有")], [rows]), content_type=delimited.CONTENT_TYPE
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{card.town}-{card.day}.csv"'
    return answer


def _day(town: str, day: str) -> tuple[str, date]:
    try:
        return town, date.fromisoformat(day)
    except ValueError:
        raise Missing from None


def _line(card: DrawCard, now: datetime) -> dict[str, Any]:
    if card.seed is not None:
        state = _("种子已公布")
    elif card.drawn_at is not None:
        state = _("抽过了，电话打完再公布种子")
    elif card.day > today(now):
        state = _("还没到这一天，种子已经定好")
    else:
        state = _("等着抽")
    if card.follows is not None:
        state = _("补抽，%(state)s") % {"state": state}
    return {
        "card": card, "state": state, "short": card.digest[:12], "day": card.day.isoformat(),
        "chosen": (card.by_chance or 0) + (card.by_rule or 0),
    }  # fmt: skip
