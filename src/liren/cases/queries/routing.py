"""Where the rules would send a case, which rule spoke when it was sent, and the figures of what was sent against them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases import duties, routes
from liren.cases.duties import DutyList, Item
from liren.cases.models import routing
from liren.cases.models.filters import Filter
from liren.cases.models.routing import NO_LIST, answered, entry_of
from liren.cases.models.rows import state_of
from liren.cases.models.seeing import sees
from liren.cases.queries.endless import tallies
from liren.cases.receivers import Unit
from liren.cases.routes import Routing, Rule
from liren.cases.rules.fold import CaseState
from liren.cases.rules.routing import BY_LIST, Facts, Routed
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.kernel import Actor, Missing
from liren.trust import sql

FIGURES = ("objected", "overruled", "against")
"""Queues that say how the desk sends: given back, sent elsewhere than the rule says, left with the town against the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Which rule spoke when a case was sent: its place (0: the duty list itself) and the rule, None for the list."""

    no: int
    rule: Rule | None
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A case of a rehearsal in one line."""

    id: UUID
    number: str
    title: str
    kind: str
    scope: str
    reported_at: datetime


def routed(viewer: Actor, case: CaseState, now: datetime) -> Routed | None:
    """Where the rules in force would send a case that the viewer has before them. One statement."""
    return routing.routed(case, now)


def tried(viewer: Actor, facts: Facts, now: datetime, draft: Routing | None = None) -> Routed | None:
    """Where the rules in force, or a draft of them, would send something made up. Raises Missing beyond the viewer's areas."""
    if not any(g.area.covers(facts.scope) for g in viewer.grants):
        raise Missing
    rules, listed = rules_of(facts.scope, now), list_of(facts.scope, now)
    if rules is None:
        return None
    found = answered(facts, rules, listed.spec if listed else NO_LIST, routing.units())
    if draft is None:
        return found
    made = Entry(**{name: getattr(rules, name) for name in Entry.__slots__} | {"spec": draft})
    return answered(facts, made, found.duties, found.units)


def spoken(route: UUID | None, rule: str | None) -> Spoken | None:
    """The rule of a code in the entry a case was sent under; None where the desk decided by itself, or before rules."""
    tier = next((tier for tier, code in BY_LIST.items() if code == rule), "")
    if tier:
        return Spoken(no=0, rule=None, tier=tier)
    if route is None or not rule:
        return None
    rules: Routing = catalogue.by_id(route).spec
    return next((Spoken(no=n, rule=r) for n, r in enumerate(rules.rules, 1) if r.code == rule), None)


def item_of(area: str, code: str | None, now: datetime) -> Item | None:
    """An item of the list in force; None for one that it no longer has."""
    listed = list_of(area, now)
    found: DutyList | None = listed.spec if listed else None
    return found.by_code.get(code or "") if found else None


def list_of(area: str, now: datetime) -> Entry | None:
    """The duty list in force for an area. It is published: any viewer may read it."""
    return entry_of(duties.FAMILY, duties.CODE, area, now)


def rules_of(area: str, now: datetime) -> Entry | None:
    """The routing rules in force for an area."""
    return entry_of(routes.FAMILY, routes.CODE, area, now)


def units(viewer: Actor) -> tuple[Unit, ...]:
    """Every unit that cases can be sent to; they are public."""
    return routing.units()


def sending(viewer: Actor, since: datetime, now: datetime) -> dict[str, int]:
    """How many cases reported since a day stand in each of FIGURES: exactly the rows that the queue shows. One statement."""
    return tallies(viewer, now, FIGURES, Filter(since=since))


def shown(viewer: Actor, ids: Iterable[UUID]) -> list[Short]:
    """Those of some cases that the viewer may see, in the order of their report."""
    found = sql.rows(
        """select c.*, '{}'::text[] as parts from cases_case c where c.id = any(%s) order by c.reported_at, c.id""",
        (list(ids),),
    )
    names = ("id", "number", "title", "kind", "scope", "reported_at")
    return [Short(**{n: row[n] for n in names}) for row in found if sees(viewer, state_of(row), row["parts"])]
