"""The queues of the desk: whose they are, what they are called, and which one a person starts from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.queries.endless import MOST
from liren.cases.queries.routing import FIGURES
from liren.cases.rules.queues import QUEUES
from liren.kernel import Actor
from liren.web.desk.filters import Asked

QUEUES_OF = {
    "cases.handle": ("handling", "helping"),
    "cases.dispatch": (
        *FIGURES,
        "late",
        "soon",
        "unsigned",
        "new",
        "to_dispatch",
        "returned",
        "doing",
        "to_verify",
        "nowhere",
        "open",
        "ended",
    ),
    "cases.verify": ("late", "soon", "to_verify", "open"),
    "cases.arbitrate": (*FIGURES, "late", "soon", "arbitration", "open"),
    "cases.approve": ("late", "soon", "doing", "relief", "open"),
    "cases.urge": (*FIGURES, "late", "soon", "unsigned", "doing", "disputed", "open", "ended"),
    "cases.call_back": ("to_confirm", "disputed"),
}
ORDER = (*FIGURES, "handling", "helping", "late", "soon", "unsigned", "new", "to_dispatch", "returned", "doing", "relief", "arbitration",
         "to_verify", "nowhere", "to_confirm", "disputed", "open", "ended")  # fmt: skip
START = {"cases.dispatch": "open", "cases.handle": "handling", "cases.arbitrate": "arbitration", "cases.verify": "to_verify",
         "cases.approve": "relief", "cases.urge": "late", "cases.call_back": "to_confirm"}  # fmt: skip
HIDDEN = frozenset(FIGURES)
"""Queues that figures open; as tabs they stand only while they are open."""
TONES = {"late": "late", "soon": "soon"}


def labels() -> dict[str, str]:
    """The words on the tabs."""
    return {
        "handling": _("等我办"), "helping": _("配合"), "late": _("超期"), "soon": _("2 小时内"), "unsigned": _("待签收"), "new": _("新到"),
        "to_dispatch": _("待派遣"), "returned": _("退回"), "doing": _("办理中"), "relief": _("待审批"),
        "arbitration": _("待裁定"), "to_verify": _("待核查"), "nowhere": _("网格外"), "to_confirm": _("等评价"),
        "disputed": _("说没解决"), "open": _("全部"), "ended": _("已结束"),
        "objected": _("退回过"), "overruled": _("没照规则派"), "against": _("违清单派出"),
    }  # fmt: skip


def of(viewer: Actor) -> list[str]:
    """The queues of a person, in the order of the tabs."""
    return [q for q in ORDER if any(viewer.holds(r) and q in queues for r, queues in QUEUES_OF.items())]


def start(viewer: Actor) -> str:
    """The queue a person starts from."""
    return next(q for r, q in START.items() if viewer.holds(r))


def counts(viewer: Actor, mine: Sequence[str], asked: Asked, now: datetime) -> dict[str, int]:
    """How many rows each tab opens; MOST + 1 where an endless queue has more. Two statements."""
    endless = [q for q in mine if not QUEUES[q].counted and (q not in HIDDEN or q == asked.filter.queue)]
    return cases.counts(viewer, now, asked.filter) | cases.tallies(viewer, now, endless, asked.filter)


def shown(mine: Sequence[str], asked: Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The tabs for c-tabs: each with the same filter, and the number of rows that it opens (1,000+ for what has no end)."""
    names = labels()
    return [
        {
            "name": names[q], "href": f"?{asked.other(q)}", "count": _capped(q, counts),
            "over": not QUEUES[q].counted and counts.get(q, 0) > MOST, "current": q == asked.filter.queue,
            "tone": TONES.get(q, "") if counts.get(q) else "",
        }
        for q in mine
        if q not in HIDDEN or q == asked.filter.queue
    ]  # fmt: skip


def _capped(queue: str, counts: dict[str, int]) -> int | None:
    count = counts.get(queue)
    return count if count is None or QUEUES[queue].counted else min(count, MOST)
