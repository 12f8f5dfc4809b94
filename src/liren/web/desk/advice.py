"""建议派给谁, with its reasons: what the desk sees above the form, and may overrule by choosing another.

The duty list and the rules of the town speak first (rules/routing.py); who closed such cases lately stands behind them,
and speaks alone only where no rule fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from liren.cases.events import CaseDispatched, CaseReturned
from liren.cases.queries import CaseCard
from liren.cases.queries.advice import Closer, closers
from liren.cases.queries.routing import routed
from liren.cases.receivers import Unit
from liren.cases.rules.routing import Decision, Routed
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.web.desk import ruled
from liren.web.display import SHANGHAI

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `figure` is a link to exactly the cases it counted."""

    before: str
    figure: str = ""
    href: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whom to send it to: `to` is the value of the form's list ("": the desk decides), `words` the form's first reason.

    `steps` tell how the list and the rules were gone through: what was looked at, whether it decided, what was found.
    """

    to: str
    name: str
    words: str
    reasons: tuple[Reason, ...]
    helpers: tuple[Unit, ...] = ()
    steps: tuple[tuple[str, bool, str], ...] = ()


def advice(viewer: Actor, card: CaseCard, now: datetime) -> Advice | None:
    """By the list and the rules, else the unit that closed the most of this kind here lately; None where nobody has."""
    found = routed(viewer, card.case, now)
    since = (now - LATELY).astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = [e.event.unit for e in card.timeline if isinstance(e.event, CaseDispatched) and e.event.unit]
    back = any(isinstance(e.event, CaseReturned) for e in card.timeline)
    closed = closers(viewer, card.case, since, without=sent if back else ())
    told = tuple(ruled.steps(found.decision.steps)) if found else ()
    if found and (found.decision.unit or _held(found.decision)):
        return _by_rule(card, found, closed, since, told)
    if not closed:
        return None
    first, *others = closed
    none = (Reason(before=_("没有一条派单规则合适，下面照近来的情况建议。")),) if found else ()
    return Advice(
        to=f"unit:{first.unit}", name=first.name, words=_("同类的事近来多由你单位办结，请照此办理。"), steps=told,
        reasons=(*none, *(_closed(card, one, since) for one in (first, *others)), *_hand(first), *_returned(sent if back else [])),
    )  # fmt: skip


def _held(decision: Decision) -> bool:
    """The list says that the town must not keep it, or a rule says that the desk decides: nobody else is suggested."""
    return bool(decision.rule) or (decision.item is not None and decision.item.tier == "taken_back")


def _by_rule(
    card: CaseCard, found: Routed, closed: list[Closer], since: datetime, told: tuple[tuple[str, bool, str], ...]
) -> Advice:
    decision = found.decision
    name = ruled.place(found.entry, decision.rule)
    reasons = [
        Reason(before=_("%(rule)s：%(why)s") % {"rule": name, "why": decision.reason} if name else decision.reason)
    ]
    if decision.item:
        reasons.append(Reason(before=_("清单 %(item)s。") % {"item": decision.item.shown}))
    if found.duties.sample and decision.item:
        reasons.append(Reason(before=_("用的是样例清单，还没有换成本镇自己的。")))
    if decision.helpers:
        reasons.append(Reason(before=_("配合：%(who)s。") % {"who": "、".join(u.name for u in decision.helpers)}))
    if decision.unit is None:
        return Advice(to="", name=_("受理台自己定"), words="", reasons=tuple(reasons), steps=told)
    own = next((one for one in closed if one.unit == decision.unit.id), None)
    if own:
        reasons += [_closed(card, own, since), *_hand(own)]
    return Advice(
        to=f"unit:{decision.unit.id}",
        name=decision.unit.name,
        words=decision.reason,
        reasons=tuple(reasons),
        helpers=decision.helpers,
        steps=told,
    )


def _closed(card: CaseCard, one: Closer, since: datetime) -> Reason:
    opened = QueryDict(mutable=True)
    opened.update({"tab": "ended", "kind": card.case.kind, "state": "closed", "unit": str(one.unit),
               "in": card.case.scope[: Level.TOWN], "since": f"{since:%Y-%m-%d}"})  # fmt: skip
    return Reason(
        before=_("本镇近 90 天报的同类事，结案 %(whole)d 件，%(unit)s办结") % {"whole": one.whole, "unit": one.name},
        figure=_("%(n)d 件") % {"n": one.closed}, href="?" + opened.urlencode(), after=_("。"),
    )  # fmt: skip


def _hand(one: Closer) -> tuple[Reason, ...]:
    figure, href = _("%(n)d 件") % {"n": one.open}, f"?tab=open&unit={one.unit}&drill=0"
    return (Reason(before=_("它现在手上有"), figure=figure, href=href, after=_("。")),)


def _returned(sent: Sequence[object]) -> tuple[Reason, ...]:
    return (Reason(before=_("退回过这件事的单位不再建议。")),) if sent else ()
