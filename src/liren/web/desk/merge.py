"""并案: what may be the same thing side by side, which one is kept, and taking it back."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.cases.queries.foresight import Outlook, outlook
from liren.kernel import Actor, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.desk.back import back_to
from liren.web.desk.bulk import batch_of, order_each, picked, versions_of
from liren.web.desk.history import Names
from liren.web.desk.toasts import tell
from liren.web.desk.view import view
from liren.web.display import moment_words

MOST = 6


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """`pick` twice to six times; posted with `keep`, the others are folded into it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.dispatch")
    picks = picked(request.POST if request.method == "POST" else request.GET)
    if not 2 <= len(picks) <= MOST:
        raise Refusal("merge_picks", _("并案一次对照 2 到 %(n)d 件，请回到列表重新选。") % {"n": MOST})
    if request.method != "POST":
        return _page(request, picks)
    keep = Typed(request.POST).uuid("keep", _("还没有选留哪一件，请选一件。"))
    if keep not in picks:
        return _page(request, picks, _("还没有选留哪一件，请选一件。"))
    orders = [c.MergeCase(case=case, into=keep) for case in picks if case != keep]
    done, refused = order_each(request, orders, batch_of(request.POST), versions_of(request.POST))
    if refused:
        left = [keep, *refused]
        if done:
            _tell(request, tuple(done))
        return _page(request, left, " ".join(dict.fromkeys(refused.values())), status=422)
    _tell(request, tuple(done))
    back = back_to(request)
    return redirect(f"{back}{'&' if '?' in back else '?'}case={keep}")


@staff.staff
@require_POST
def undo(request: HttpRequest, act: str) -> HttpResponse:
    """Take back what another order reverses, case by case."""
    if act != "unmerge":
        raise Missing
    batch = Typed(request.POST).key
    back_again = 0
    for case in picked(request.POST):
        try:
            gate.execute(
                c.UnmergeCase(case=case), actor=request.actor, now=request.now, key=uuid5(batch, str(case)),  # type: ignore[attr-defined]
            )  # fmt: skip
            back_again += 1
        except Refusal as no:
            tell(request, no.sentence, good=False)
    if back_again:
        tell(request, _("撤销了并案，%(n)d 件重新单独办。") % {"n": back_again})
    return redirect(back_to(request))


def _tell(request: HttpRequest, done: tuple[UUID, ...]) -> None:
    undo_at = reverse("desk-undo", args=["unmerge"])
    tell(request, _("并好了 %(n)d 件。") % {"n": len(done)}, undo=undo_at, picks=done)


def _page(request: HttpRequest, picks: list[UUID], problem: str = "", *, status: int = 0) -> HttpResponse:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    cards = []
    for id in picks:
        card = cases.case_card(actor, id, now)
        cards.append((card, view(actor, card, Names(actor, card.timeline), now)))
    orders = [c.MergeCase(case=case, into=keep) for keep in picks for case in picks if case != keep]
    seen = outlook(actor, orders, now)
    said: dict[UUID, list[Outlook]] = {}
    for order, one in zip(orders, seen, strict=True):
        said.setdefault(order.into, []).append(one)
    first = _kept(cards, said)
    shown: dict[str, Any] = {
        "cards": [
            {"v": v, "reported": moment_words(card.case.reported_at, now), "version": card.case.version,
             "why_not": list(dict.fromkeys(o.why_not for o in said[card.case.id] if o.why_not)), "words": card.words}
            for card, v in cards
        ],
        "keep": first, "problem": problem, "back": back_to(request), "batch": new_id(),
    }  # fmt: skip
    return staff.page(request, "desk/merge.html", "desk", shown, status=status or (422 if problem else 200))


def _kept(cards: list[tuple[cases.CaseCard, Any]], said: dict[UUID, list[Outlook]]) -> UUID:
    """The suggestion: the earliest among those that take all the others in."""
    by_age = [card.case.id for card, _view in sorted(cards, key=lambda one: (one[0].case.reported_at, one[0].number))]
    return next((id for id in by_age if not any(o.why_not for o in said[id])), by_age[0])
