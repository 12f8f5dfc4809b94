"""我的活: what waits for one person who handles, verifies, decides or presses; new orders first, signed for in one click."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.queries import followup, watch, whistles
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.desk.view import line_clock, place
from liren.web.display import Clock

SHOWN = 20
QUEUES = (
    ("cases.verify", "to_verify"), ("cases.arbitrate", "arbitration"), ("cases.approve", "relief"),
    ("cases.call_back", "to_confirm"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case in a section; `sign` is the key of its form where it can be signed for from here."""

    line: cases.CaseLine
    clock: Clock
    place: str
    sign: UUID | None = None
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of work: its cases, the queue that holds all of them, and what is true when there are none."""

    id: str
    title: str
    tab: str
    items: tuple[Item, ...]
    empty: str
    more: bool = False


@staff.staff
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The page: a section for each duty, in the order in which others wait."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *staff.WORK_RIGHTS)
    sections = [*_handling(actor, now), *_queues(actor, now)]
    queues = " ".join(dict.fromkeys(section.tab for section in sections))
    shown: dict[str, Any] = {"sections": sections, "queues": queues, "waiting": sum(len(s.items) for s in sections)}
    if actor.holds("cases.handle"):
        called, own = whistles.calling_me(actor), whistles.own_units(actor)
        shown |= {"called": len(called), "calling": sum(w.waits_for(own) for w in called)}
    if actor.holds("cases.urge"):
        found = watch.pressed(actor, now)
        shown |= {"pressed": len(found), "still": sum(card.moved is None for card in found)}
        shown["pressures"] = sum(card.settled_at is None for card in followup.pressures(actor))
    return staff.page(request, "work/today.html", "work", shown)


def _handling(actor: Actor, now: datetime) -> list[Section]:
    """New orders, what is in hand, what the arbiter has; nothing for somebody who handles nothing."""
    if not actor.holds("cases.handle"):
        return []
    lines = cases.page(actor, cases.Filter(queue="handling"), now).lines
    new = [line for line in lines if line.state == "dispatched"]
    waiting = [line for line in lines if line.state == "arbitration"]
    busy = [line for line in lines if line not in new and line not in waiting]
    found = [
        Section(
            id="new", title=_("新派给我的"), tab="handling", items=tuple(_item(line, now, sign=True) for line in new),
            empty=_("没有新派来的。派来了会排在这里，也会发消息告诉您。"),
        ),
        Section(
            id="busy", title=_("手上在办的"), tab="handling", items=tuple(_item(line, now) for line in busy),
            empty=_("手上没有在办的。"),
        ),
    ]  # fmt: skip
    helping = cases.page(actor, cases.Filter(queue="helping"), now).lines
    if helping:
        items = tuple(_item(line, now) for line in helping[:SHOWN])
        more = len(helping) > SHOWN
        found.append(Section(id="helping", title=_("我们配合的"), tab="helping", items=items, empty="", more=more))
    if waiting:
        items = tuple(_item(line, now) for line in waiting)
        found.append(Section(id="waiting", title=_("等裁定的"), tab="handling", items=items, empty=""))
    return found


def _queues(actor: Actor, now: datetime) -> list[Section]:
    titles = {
        "to_verify": _("等我核查的"), "arbitration": _("等我裁定的"), "relief": _("等我审批的"), "to_confirm": _("等反映人确认的"),
    }  # fmt: skip
    drawn = {card.line.id for card in watch.drawn_cases(actor, now)} if actor.holds("cases.verify") else set()
    found = []
    for right, queue in QUEUES:
        if not actor.holds(right):
            continue
        lines = cases.page(actor, cases.Filter(queue=queue), now).lines
        items = tuple(_item(line, now, drawn=line.id in drawn) for line in lines[:SHOWN])
        empty = _("现在没有，来了会排在这里。")
        found.append(
            Section(id=queue, title=titles[queue], tab=queue, items=items, empty=empty, more=len(lines) > SHOWN)
        )
    return found


def _item(line: cases.CaseLine, now: datetime, *, sign: bool = False, drawn: bool = False) -> Item:
    return Item(
        line=line, clock=line_clock(line, now), place=place(line.scope, line.placed, line.place_words),
        sign=new_id() if sign else None, drawn=drawn,
    )  # fmt: skip
