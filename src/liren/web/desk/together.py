"""What is done together on one case: the parts split off from it, the whole it is a part of, the whistle that is open."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.queries import whistles
from liren.cases.rules.blowing import BLOWN_IN
from liren.kernel import Actor
from liren.web.desk.view import line_clock
from liren.web.display import worded
from liren.web.whistles.shown import shown


def together(viewer: Actor, card: cases.CaseCard, now: datetime) -> dict[str, Any]:
    """For the page of the case; nothing is asked of the database for a case that is done alone."""
    case = card.case
    raises = bool(card.roles & {"desk", "supervisor"})
    found: dict[str, Any] = {
        "may_whistle": raises and case.state in BLOWN_IN and not case.called,
        "whistle": _open(viewer, card, now) if case.called else None,
        "whistled": any(entry.name == "WhistleBlown" for entry in card.timeline),
    }
    if case.state == "in_progress" and "handler" in card.roles and (case.open_children or case.whistle):
        found["holds"] = _holds(case.open_children, whistled=case.whistle is not None)
    if any(entry.name == "ChildAdded" for entry in card.timeline):
        kids = cases.children_of(viewer, case.id)
        found["parts"] = [
            (kid.line, line_clock(kid.line, now), worded(kid.line.state_label), kid.opens) for kid in kids
        ]
        found["parts_said"] = parts_said(case.children, case.open_children)
    if case.parent is not None:
        found["whole"] = cases.parent_of(viewer, case.parent)
    return found


def _holds(open_children: int, *, whistled: bool) -> str:
    """What the lead waits for before it can answer."""
    if open_children and whistled:
        return _("等叫来的单位和 %(n)d 个子件办完，就请您反馈。") % {"n": open_children}
    if open_children:
        return _("等 %(n)d 个子件办完，就请您反馈。") % {"n": open_children}
    return _("等叫来的单位办完，就请您反馈。")


def whistles_told(viewer: Actor, card: cases.CaseCard) -> list[whistles.WhistleCard]:
    """The whistles whose words the timeline tells; asked for only where there are any."""
    blown = any(entry.name == "WhistleBlown" for entry in card.timeline)
    return whistles.whistles_of(viewer, card.case.id) if blown else []


def parts_said(children: int, open_children: int) -> str:
    """分成 3 件同时办，已办好 2 件."""
    if not children:
        return _("分出的都收回了")
    return _("分成 %(n)d 件同时办，已办好 %(done)d 件") % {"n": children, "done": children - open_children}


def _open(viewer: Actor, card: cases.CaseCard, now: datetime) -> Any:
    running = [w for w in whistles.whistles_of(viewer, card.case.id) if w.open]
    return next(iter(shown(viewer, running, whistles.side_of(viewer, card.case.id), now)), None)
