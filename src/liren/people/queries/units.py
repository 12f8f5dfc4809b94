"""Units and their tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import Actor
from liren.people.kinds import BESIDE, UNIT_KINDS
from liren.trust import sql
from liren.trust.sight import need


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCard:
    """A unit at its depth in the tree (0: a root)."""

    id: UUID
    parent: UUID | None
    kind: str
    kind_label: str
    name: str
    area: str
    depth: int
    closed_on: date | None = None


def unit_tree(viewer: Actor, *, closed: bool = False, beside: bool = False) -> list[UnitCard]:
    """Every unit of the county, parents before children: a dispatcher of one town hands work to any department.

    Closed ones stand in the list only when they are asked for (`closed`), and so does the party's tree below the
    towns (`beside`), to which no case is dispatched.
    """
    need(viewer, "people.see")
    found = sql.rows(
        """with recursive tree as (
             select id, parent, kind, name, area, closed_on, 0 as depth, array[name::text] as path from people_unit where parent is null
             union all
             select u.id, u.parent, u.kind, u.name, u.area, u.closed_on, t.depth + 1, t.path || u.name::text
             from people_unit u join tree t on u.parent = t.id
           ) select id, parent, kind, name, area, closed_on, depth from tree
           where (closed_on is null or %s) and (%s or not kind = any(%s)) order by path""",
        (closed, beside, list(BESIDE)),
    )
    return [UnitCard(kind_label=UNIT_KINDS[row["kind"]], **row) for row in found]


def unit_names(viewer: Actor, units: Iterable[UUID]) -> dict[UUID, str]:
    """Names of units; they are public."""
    found = sql.rows("select id, name from people_unit where id = any(%s)", (list(units),))
    return {row["id"]: row["name"] for row in found}


def public_units(viewer: Actor) -> list[UnitCard]:
    """The open units that cases are sent to, by name: what they are called is public. One statement."""
    found = sql.rows(
        """select id, parent, kind, name, area, closed_on, 0 as depth from people_unit
           where closed_on is null and not kind = any(%s) order by name, id""",
        (list(BESIDE),),
    )
    return [UnitCard(kind_label=UNIT_KINDS[row["kind"]], **row) for row in found]
