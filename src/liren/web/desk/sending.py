"""Many cases sent at once: to one unit, or each where the rules send it; which of them that overrules is said before.

The reason is asked once. Those that go elsewhere than the rules or the list say are asked for a reason of their own,
once for all of them, as a single dispatch asks it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liren.cases import commands as c
from liren.cases.queries.foresight import Outlook, outlook
from liren.cases.queries.routing import routed_each
from liren.kernel import Actor
from liren.web.attempt import Typed

RULES = "rules"
"""What the list of units holds for 照规则各派各的."""
UNSAID = "（还没有写）"
NOBODY = UUID(int=0)


def seen_before(
    viewer: Actor, picks: Sequence[UUID], typed: Typed, batch: UUID, now: datetime
) -> tuple[list[Outlook], list[c.DispatchCase]]:
    """What would become of each, and the orders: those that overrule carry the reason why."""
    plain = _orders(viewer, picks, typed, batch, now)
    asks = {o.case for o in overruling(outlook(viewer, [replace(order, reason=UNSAID) for order in plain], now))}
    why = typed.text("why") or UNSAID
    orders = [replace(order, reason=why) if order.case in asks else order for order in plain]
    seen = outlook(viewer, orders, now)
    undecided = {order.case for order in orders if order.unit is None} if typed.text("to") == RULES else set()
    none = _("规则没有定派给谁，请打开这一件单独派。")
    return [replace(o, why_not=none) if o.case in undecided and o.why_not else o for o in seen], orders


def overruling(seen: Sequence[Outlook]) -> list[Outlook]:
    """Those that go elsewhere than the rules or the list say."""
    return [o for o in seen if o.sent and o.sent.asks]


def whither(seen: Sequence[Outlook], names: Mapping[UUID, str]) -> list[tuple[str, int]]:
    """How many would go to which unit, the most first."""
    found = Counter(o.sent.unit for o in seen if o.sent and o.sent.unit)
    return [(names.get(unit, ""), n) for unit, n in found.most_common()]


def _orders(viewer: Actor, picks: Sequence[UUID], typed: Typed, batch: UUID, now: datetime) -> list[c.DispatchCase]:
    words = typed.text("words")
    if typed.text("to") == RULES:
        routes = routed_each(viewer, picks, now)
        found = {case: routes[case].decision for case in picks if case in routes}
        units = {case: decision.unit.id for case, decision in found.items() if decision.unit}
        said = {case: words or decision.reason for case, decision in found.items()}
        return [_order(case, units.get(case), said.get(case, words), batch) for case in picks]
    unit = typed.uuid("to", "", optional=True) or NOBODY
    return [_order(case, unit, words, batch) for case in picks]


def _order(case: UUID, unit: UUID | None, words: str, batch: UUID) -> c.DispatchCase:
    return c.DispatchCase(case=case, unit=unit, note=uuid5(batch, f"note:{case}"), reason=words or UNSAID)
