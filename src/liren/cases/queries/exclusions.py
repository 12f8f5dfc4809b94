"""Cases asked to be left out of the rates: those that wait for a second person, and those decided lately.

Nobody finds here what they or their unit had a hand in: they may neither ask nor decide, and need not know who did.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases import exclusions
from liren.cases.models.apart import apart
from liren.cases.models.grounds import both, grounds, not_about
from liren.cases.rules.exclusions import STATES
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import Cond

ASKS = ("cases.dispatch", "cases.call_back", "cases.urge")
DECIDES = ("cases.urge", "cases.approve", "cases.arbitrate")
MOST = 100
LATELY = timedelta(days=90)
CARD = """
select x.id, x.case_id as "case", c.number, c.scope, c.kind, c.entry, x.state, x.reason, x.item, x.words, x.asked_by, x.asked_at,
       x.decided_by, x.decided_at, x.decide_words
from cases_exclusion x join cases_case c on c.id = x.case_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionCard:
    """One exclusion with its words and hands."""

    id: UUID
    case: UUID
    number: str
    scope: str
    kind: str
    entry: UUID
    state: str
    reason: str
    item: str
    words: str
    asked_by: UUID | None
    asked_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    decide_words: str

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def kind_label(self) -> str:
        return str(catalogue.by_id(self.entry).spec.label)


def reasons(viewer: Actor, area: str, now: datetime) -> list[exclusions.Reason]:
    """The reasons of the list as published for an area."""
    found = catalogue.entries(exclusions.FAMILY, area=area, at=now)
    return [entry.spec for entry in sorted(found, key=lambda entry: entry.code)]


def exclusions_of(viewer: Actor, now: datetime) -> list[ExclusionCard]:
    """What waits, the oldest first, then what was decided in the last ninety days. Raises Missing without a right."""
    here = _reach(viewer)
    return sql.rows(
        CARD
        + f""" where {here.sql} and (x.state = 'asked' or x.decided_at > %s)
              order by (x.state <> 'asked'), case when x.state = 'asked' then x.asked_at end, x.decided_at desc limit {MOST}""",
        (*here.params, now - LATELY),
        into=ExclusionCard,
    )


def exclusion_of(viewer: Actor, case: UUID) -> ExclusionCard | None:
    """The latest exclusion of a case; None when it never had one. Raises Missing for a case one had a hand in."""
    here = _reach(viewer)
    if not sql.value(f"select true from cases_case c where c.id = %s and {here.sql}", (case, *here.params)):
        raise Missing
    return sql.one(  # type: ignore[no-any-return]
        CARD + " where x.case_id = %s order by x.asked_at desc limit 1", (case,), into=ExclusionCard
    )


def _reach(viewer: Actor) -> Cond:
    """Cases the viewer sees and had no hand in, for who asks or decides."""
    found = grounds(viewer, "area")
    if not found or not any(map(viewer.holds, (*ASKS, *DECIDES))):
        raise Missing
    here = Cond(" or ".join(f"({g.sql})" for g in found), tuple(p for g in found for p in g.params))
    return both([Cond(f"({here.sql})", here.params), not_about(viewer), apart(viewer)])
