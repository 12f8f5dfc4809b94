"""派单规则 in words: which rule spoke for a dispatch, what the rules say now, and the sending figures of a desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases import receivers
from liren.cases.duties import TIERS
from liren.cases.published import item_of, spoken
from liren.cases.queries import CaseCard
from liren.cases.queries.routing import FIGURES, sending
from liren.cases.rules.guards import OBJECTION
from liren.cases.rules.routing import Tried
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import due
from liren.kernel import Actor
from liren.web.display import SHANGHAI, moment_words, worded

LATELY = timedelta(days=90)
SENT = ("dispatched", "in_progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Why a case is where it is: the rule in words, what it says, the list item, until when it may be objected."""

    words: str
    reason: str
    overruled: bool
    against: bool
    item: str
    returned: str
    objection: str


def said(route: UUID | None, rule: str | None) -> str:
    """A rule as one calls it: 规则 3（路灯归建设管理站）, 履职事项清单（上级收回）; "" where the desk decided."""
    found = spoken(route, rule)
    if found is None:
        return ""
    if found.rule is None:
        return _("履职事项清单（%(tier)s）") % {"tier": worded(TIERS[found.tier])}
    return _("规则 %(no)d（%(why)s）") % {"no": found.no, "why": found.rule.reason.rstrip("。")}


def place(route: UUID | None, rule: str | None) -> str:
    """A rule by its place alone: 规则 3; the list with its class."""
    found = spoken(route, rule)
    return _("规则 %(no)d") % {"no": found.no} if found and found.rule else said(route, rule)


def ruled(viewer: Actor, card: CaseCard, now: datetime) -> Ruled | None:
    """Why a case was sent where it was; None for one never sent under rules, and for its reporter."""
    case = card.case
    if case.route is None or card.as_reporter:
        return None
    found = spoken(case.route, case.rule)
    item, returned = (item_of(case.scope, code, now) for code in (case.duty_item, case.return_item))
    rule = found.rule if found else None
    return Ruled(
        words=said(case.route, case.rule),
        reason=_wanted(rule.to if rule else item.lead if item else "") if case.overruled else "",
        overruled=case.overruled, against=case.against_list,
        item=f"{item.shown}（{worded(TIERS[item.tier])}）" if item else "",
        returned=returned.shown if returned else "",
        objection=_objection(card, now),
    )  # fmt: skip


def _wanted(to: str) -> str:
    return receivers.said(to) if to else ""


def _objection(card: CaseCard, now: datetime) -> str:
    """Until when the unit may still object; "" once it can't."""
    case = card.case
    if case.state not in SENT or case.returns or case.dispatched_at is None:
        return ""
    calendar = catalogue.entry("calendar", "china", area=case.scope, at=now).spec
    end = due(case.dispatched_at, OBJECTION, calendar).at
    if end < now:
        return _("异议期已过（%(end)s）") % {"end": moment_words(end, now)}
    return _("%(end)s前可以提异议") % {"end": moment_words(end, now)}


def steps(tried: tuple[Tried, ...]) -> list[tuple[str, bool, str]]:
    """Every step of a decision: what was looked at, whether it decided, what was found."""
    return [(_("清单") if t.no == 0 else _("规则 %(n)d") % {"n": t.no}, t.fits, t.words) for t in tried]


def figures(viewer: Actor, now: datetime) -> list[dict[str, Any]]:
    """How the desk sent lately: three figures, each opening exactly the cases it counts."""
    since = (now - LATELY).astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    found = sending(viewer, since, now)
    names = {"objected": _("被退回"), "overruled": _("没照规则派"), "against": _("违清单派出")}
    return [{"name": names[q], "count": found.get(q, 0), "href": f"?tab={q}&since={since:%Y-%m-%d}"} for q in FIGURES]
