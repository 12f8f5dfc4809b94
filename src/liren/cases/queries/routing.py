"""Where the rules would send a case, which rule spoke when it was sent, and the figures of what was sent against them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases import published
from liren.cases.models import routing
from liren.cases.models.filters import Filter
from liren.cases.models.routing import answered
from liren.cases.models.rows import state_of
from liren.cases.models.seeing import sees, target
from liren.cases.queries.endless import tallies
from liren.cases.receivers import Unit
from liren.cases.routes import Routing
from liren.cases.rules.fold import CaseState
from liren.cases.rules.routing import Facts, Routed
from liren.catalogue.queries import Entry
from liren.kernel import Actor, Missing
from liren.trust import rights, sql

FIGURES = ("objected", "overruled", "against")
"""Queues that say how the desk sends: given back, sent elsewhere than the rule says, left with the town against the list."""


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


def routed_each(viewer: Actor, ids: Iterable[UUID], now: datetime) -> dict[UUID, Routed]:
    """Where the rules in force would send each of some cases that the viewer may send. Three statements."""
    query = "select c.*, '{}'::text[] as parts from cases_case c where c.id = any(%s)"
    found = [state_of(row) for row in sql.rows(query, (list(ids),))]
    mine = [case for case in found if rights.holds(viewer, "cases.dispatch", target(case)) and sees(viewer, case, ())]
    return routing.routed_each(mine, now)


def tried(viewer: Actor, facts: Facts, now: datetime, draft: Routing | None = None) -> Routed | None:
    """Where the rules in force, or a draft of them, would send something made up. Raises Missing beyond the viewer's areas."""
    if not any(g.area.covers(facts.scope) for g in viewer.grants):
        raise Missing
    rules, listed = published.rules_of(facts.scope, now), published.list_of(facts.scope, now)
    if rules is None:
        return None
    found = answered(facts, rules, listed.spec if listed else published.NO_LIST, routing.units())
    if draft is None:
        return found
    made = Entry(**{name: getattr(rules, name) for name in Entry.__slots__} | {"spec": draft})
    return answered(facts, made, found.duties, found.units)


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
