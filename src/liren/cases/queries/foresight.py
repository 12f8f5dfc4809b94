"""What an order would come to, before anybody orders it: the same rules, carried out in the mind, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liren.cases.commands import CaseCommand, DispatchCase, MergeCase
from liren.cases.events import CaseDispatched
from liren.cases.models import rows
from liren.cases.models.routing import routed_each
from liren.cases.models.rows import Loaded
from liren.cases.models.seeing import part, sees, target
from liren.cases.rules.fold import CaseState
from liren.cases.rules.routing import Routed, against_list
from liren.cases.rules.scene import Found, Scene, Terms
from liren.cases.rules.steps import step
from liren.cases.workflows import workflow
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code, Refusal
from liren.trust import rights, sql

SEEN = """
select c.*, coalesce((select jsonb_agg(to_jsonb(k) order by k.kind, k.no) from cases_clock k where k.case_id = c.id),
                     '[]') as clocks,
       coalesce((select array_agg(p.role) from cases_party p
                 where p.case_id = c.id and p.who = %s and p.until is null), '{}') as parts
from cases_case c where c.id = any(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a dispatch would be under the rules. `wanted`: the unit they name ("" for none); `against` the duty list."""

    unit: UUID | None
    wanted: str = ""
    overruled: bool = False
    against: bool = False

    @property
    def asks(self) -> bool:
        """Whoever orders it says why it is not as the rules or the list say."""
        return self.overruled or self.against


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One case and what an order would do to it: where it would stand (`after`, in Chinese), or why not.

    `sent` is there for a dispatch that is possible.
    """

    case: UUID
    number: str
    title: str
    version: int
    state: str
    after: str = ""
    due_at: datetime | None = None
    why_not: str = ""
    sent: Sent | None = None


def outlook(viewer: Actor, orders: Sequence[CaseCommand], now: datetime) -> list[Outlook]:
    """What each order would come to, in their order; a case that this viewer may not see is not there. One statement,
    two more where any is a dispatch.

    For orders that need nothing looked up but the case itself, a merge, and a dispatch under the rules in force.
    """
    ids = {o.case for o in orders} | {o.into for o in orders if isinstance(o, MergeCase)}
    found = {row["id"]: row for row in sql.rows(SEEN, (viewer.account, list(ids)))}
    loaded = {id: rows.loaded(row) for id, row in found.items()}
    seen = {id: one for id, one in loaded.items() if sees(viewer, one.state, found[id]["parts"])}
    others = {id: one.state for id, one in seen.items() if rights.holds(viewer, "cases.dispatch", target(one.state))}
    sent = [seen[o.case].state for o in orders if isinstance(o, DispatchCase) and o.case in seen]
    routes = routed_each(sent, now) if sent else {}
    return [
        _tried(viewer, order, seen[order.case], others, routes.get(order.case), now)
        for order in orders
        if order.case in seen
    ]


def _tried(
    viewer: Actor,
    order: CaseCommand,
    loaded: Loaded,
    others: dict[UUID, CaseState],
    route: Routed | None,
    now: datetime,
) -> Outlook:
    case = loaded.state
    other = others.get(order.into) if isinstance(order, MergeCase) and order.into != case.id else None
    scene = Scene(
        case=case, who=part(viewer, case), terms=_terms(case, now), now=now, found=Found(other=other, route=route),
    )  # fmt: skip
    flow = workflow(case.workflow)
    plain = Outlook(
        case=case.id, number=loaded.plain["number"], title=loaded.plain["title"], version=case.version,
        state=flow.state(case.state).label,
    )  # fmt: skip
    try:
        taken = step(scene, loaded.clocks, order)
    except Refusal as no:
        return replace(plain, why_not=no.sentence)
    after = replace(plain, after=flow.state(taken.case.state).label, due_at=taken.case.next_due_at)
    return replace(after, sent=_sent(taken.event, route)) if isinstance(taken.event, CaseDispatched) else after


def _sent(event: CaseDispatched, route: Routed | None) -> Sent:
    if route is None:
        return Sent(unit=event.unit)
    unit = next((u for u in route.units if u.id == event.unit), None)
    wanted = route.decision.unit
    against = against_list(route.facts, route.duties, unit, person=event.unit is None)
    return Sent(unit=event.unit, wanted=wanted.name if wanted else "", overruled=event.overruled, against=against)


def _terms(case: CaseState, now: datetime) -> Terms:
    entry = catalogue.by_id(case.entry)
    calendar = catalogue.entry("calendar", "china", area=case.scope, at=now)
    return Terms(
        entry=entry.id, code=Code(entry.code), kind=entry.spec, calendar_entry=calendar.id, calendar=calendar.spec
    )
