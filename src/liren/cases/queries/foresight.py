"""What an order would come to, before anybody orders it: the same rules, carried out in the mind, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liren.cases.commands import CaseCommand, MergeCase
from liren.cases.models import rows
from liren.cases.models.rows import Loaded
from liren.cases.models.seeing import part, sees, target
from liren.cases.rules.fold import CaseState
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
class Outlook:
    """One case and what an order would do to it: where it would stand (`after`, in Chinese), or why not."""

    case: UUID
    number: str
    title: str
    version: int
    state: str
    after: str = ""
    due_at: datetime | None = None
    why_not: str = ""


def outlook(viewer: Actor, orders: Sequence[CaseCommand], now: datetime) -> list[Outlook]:
    """What each order would come to, in their order; a case that this viewer may not see is not there. One statement.

    For orders that need nothing looked up but the case itself, and a merge.
    """
    ids = {o.case for o in orders} | {o.into for o in orders if isinstance(o, MergeCase)}
    found = {row["id"]: row for row in sql.rows(SEEN, (viewer.account, list(ids)))}
    loaded = {id: rows.loaded(row) for id, row in found.items()}
    seen = {id: one for id, one in loaded.items() if sees(viewer, one.state, found[id]["parts"])}
    others = {id: one.state for id, one in seen.items() if rights.holds(viewer, "cases.dispatch", target(one.state))}
    return [_tried(viewer, order, seen[order.case], others, now) for order in orders if order.case in seen]


def _tried(viewer: Actor, order: CaseCommand, loaded: Loaded, others: dict[UUID, CaseState], now: datetime) -> Outlook:
    case = loaded.state
    other = others.get(order.into) if isinstance(order, MergeCase) and order.into != case.id else None
    scene = Scene(
        case=case, who=part(viewer, case), terms=_terms(case, now), now=now, found=Found(other=other),
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
    return replace(plain, after=flow.state(taken.case.state).label, due_at=taken.case.next_due_at)


def _terms(case: CaseState, now: datetime) -> Terms:
    entry = catalogue.by_id(case.entry)
    calendar = catalogue.entry("calendar", "china", area=case.scope, at=now)
    return Terms(
        entry=entry.id, code=Code(entry.code), kind=entry.spec, calendar_entry=calendar.id, calendar=calendar.spec
    )
