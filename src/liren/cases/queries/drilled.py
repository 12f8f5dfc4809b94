"""The cases of a drill: for its record, with the time of each step and the limit that pressed; and for the flows that end them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events import CaseEvent
from liren.cases.models.grounds import among, both, grounds
from liren.cases.queries.lists import LINE, CaseLine
from liren.cases.rules.queues import OPEN
from liren.kernel import Actor, Missing
from liren.trust import journal, sql
from liren.trust.journal import Entry

LEFT_OUT = frozenset({"CaseNoted", "PhotosAdded", "CaseWarned", "CaseEscalated", "ClocksRecalculated"})
"""Entries that are no link of the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step: what happened, when, by whom, how long after the step before, and the limit that pressed until then."""

    label: str
    at: datetime
    by: UUID | None
    after_s: int
    clock: str | None
    due_at: datetime | None

    @property
    def late(self) -> bool:
        return self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DrilledCase:
    """A case of a drill with its chain; `drill` of its line is None when it turned out to be real."""

    line: CaseLine
    links: tuple[Link, ...]


def open_of(viewer: Actor, drill: UUID) -> list[UUID]:
    """The open cases of a drill, parts before the whole. For the flow that ends them."""
    if viewer.kind != "house":
        raise Missing
    return sql.values(
        f"""select c.id from cases_case c where c.drill = %s and {among(OPEN).sql}
            order by c.parent is null, c.reported_at, c.id""",
        (drill,),
    )


def of_one(viewer: Actor, case: UUID) -> list[UUID]:
    """Of a case, its whole and its parts, those that still are a drill: what is lifted together. For flows."""
    if viewer.kind != "house":
        raise Missing
    return sql.values(
        """select c.id from cases_case c join cases_case m on m.id = %s
           where c.drill is not null and (c.id = m.id or c.parent = m.id or c.id = m.parent)
           order by c.parent is not null, c.id""",
        (case,),
    )


def drilled_cases(viewer: Actor, drill: UUID, also: list[UUID], since: datetime) -> list[DrilledCase]:
    """The cases of a drill that this viewer sees in the order of their report; `also` are those that turned out to be real."""
    reach = grounds(viewer, "area")
    if not reach:
        return []
    mine = " or ".join(f"({both([ground]).sql})" for ground in reach)
    lines: list[CaseLine] = sql.rows(
        f"{LINE} where (c.drill = %s or c.id = any(%s)) and ({mine}) order by c.reported_at, c.id",
        (drill, also, *(p for ground in reach for p in ground.params)),
        into=CaseLine,
    )
    entries = journal.of_many(viewer, [line.id for line in lines], since)
    return [DrilledCase(line=line, links=_links([e for e in entries if e.subject == line.id])) for line in lines]


def _links(entries: list[Entry]) -> tuple[Link, ...]:
    found: list[Link] = []
    clock, due_at, before = None, None, None
    for entry in entries:
        event = entry.event
        if not isinstance(event, CaseEvent):
            continue
        if entry.name not in LEFT_OUT:
            after = int((entry.at - before).total_seconds()) if before else 0
            found.append(
                Link(label=event.label, at=entry.at, by=entry.actor_account, after_s=after, clock=clock, due_at=due_at)
            )
            before = entry.at
        clock, due_at = event.next_clock, event.next_due_at
    return tuple(found)
