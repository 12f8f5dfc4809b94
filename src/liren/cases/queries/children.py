"""The parts of one matter as whoever sees the whole sees them: each with its unit, state and limit."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from liren.cases.queries.cards import visible_ids
from liren.cases.queries.lists import LINE, CaseLine
from liren.kernel import Actor, Missing
from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child case in its parent's panel. `opens`: this viewer may open its page too."""

    line: CaseLine
    opens: bool

    @property
    def ended(self) -> bool:
        return self.line.closed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """What a child shows of its parent: how it is called, and whether this viewer may open it."""

    id: UUID
    number: str
    title: str
    opens: bool


def children_of(viewer: Actor, case: UUID) -> list[Child]:
    """Every part ever split off from a case, the oldest first. Raises Missing for a case that is not this viewer's."""
    if case not in visible_ids(viewer, [case]):
        raise Missing
    found = sql.rows(f"{LINE} where c.parent = %s order by c.reported_at, c.id", (case,), into=CaseLine)
    seen = visible_ids(viewer, [line.id for line in found])
    return [Child(line=line, opens=line.id in seen) for line in found]


def titles_of(viewer: Actor, children: Collection[UUID]) -> dict[UUID, str]:
    """How some parts are called, for the timeline of the whole that their viewer sees; no statement for none."""
    if not children:
        return {}
    found = sql.rows("select id, number, title from cases_case where id = any(%s)", (list(children),))
    return {row["id"]: f"{row['title']}（{row['number']}）" for row in found}


def parent_of(viewer: Actor, parent: UUID) -> Parent | None:
    """The whole that a part belongs to; asked for a child that this viewer sees."""
    row = sql.one("select id, number, title from cases_case where id = %s", (parent,))
    return Parent(**row, opens=row["id"] in visible_ids(viewer, [row["id"]])) if row else None
