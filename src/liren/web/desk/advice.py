"""建议派给谁, with its reasons: what the desk sees above the form, and may overrule by choosing another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from liren.cases.events import CaseDispatched, CaseReturned
from liren.cases.queries import CaseCard
from liren.cases.queries.advice import Closer, closers
from liren.kernel import Actor
from liren.kernel.area import Level
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
    """Whom to send it to: `to` is the value of the form's list, `words` the reason that the form starts with."""

    to: str
    name: str
    words: str
    reasons: tuple[Reason, ...]


def advice(viewer: Actor, card: CaseCard, now: datetime) -> Advice | None:
    """The unit that closed the most of this kind here lately; None where nobody has. A unit that gave it back is left out."""
    since = (now - LATELY).astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = [e.event.unit for e in card.timeline if isinstance(e.event, CaseDispatched) and e.event.unit]
    back = any(isinstance(e.event, CaseReturned) for e in card.timeline)
    found = closers(viewer, card.case, since, without=sent if back else ())
    if not found:
        return None
    first, *others = found
    return Advice(
        to=f"unit:{first.unit}", name=first.name, words=_("同类的事近来多由你单位办结，请照此办理。"),
        reasons=(*(_closed(card, one, since) for one in (first, *others)), *_hand(first), *_returned(sent if back else [])),
    )  # fmt: skip


def _closed(card: CaseCard, one: Closer, since: datetime) -> Reason:
    opened = QueryDict(mutable=True)
    opened.update({"tab": "ended", "kind": card.case.kind, "state": "closed", "unit": str(one.unit),
               "in": card.case.scope[: Level.TOWN], "since": f"{since:%Y-%m-%d}"})  # fmt: skip
    return Reason(
        before=_("本镇近 90 天报的同类事，结案 %(whole)d 件，%(unit)s办结") % {"whole": one.whole, "unit": one.name},
        figure=_("%(n)d 件") % {"n": one.closed}, href="?" + opened.urlencode(), after=_("。"),
    )  # fmt: skip


def _hand(one: Closer) -> tuple[Reason, ...]:
    figure, href = _("%(n)d 件") % {"n": one.open}, f"?tab=open&unit={one.unit}"
    return (Reason(before=_("它现在手上有"), figure=figure, href=href, after=_("。")),)


def _returned(sent: Sequence[object]) -> tuple[Reason, ...]:
    return (Reason(before=_("退回过这件事的单位不再建议。")),) if sent else ()
