"""The last 90 days' cases under two sets of routing rules: where each would have gone, part by part.

Only ids and codes are looked at and kept. What a case was later found to be (a list item named in a return) is left out:
the rules would not have known it.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from liren.cases import duties
from liren.cases.models.real import REAL
from liren.cases.models.routing import units
from liren.cases.published import NO_LIST, entry_of
from liren.cases.receivers import Unit
from liren.cases.routes import Routing
from liren.cases.rules.routing import Facts, decide
from liren.catalogue import queries as catalogue
from liren.catalogue.families import Part, Play
from liren.trust import sight, sql

AT_ONCE = 4000
DESK = "desk"
COUNT = f"""
select count(*) from cases_case c where c.scope >= %s and c.scope < %s and c.reported_at >= %s and c.workflow <> 'as_logged' and {REAL}
"""
CASES = f"""
select c.id, c.kind, c.entry, c.scope, c.severity, c.about_unit, c.unit, c.dispatched_at is not null as sent,
       coalesce(s.kind, '') as text_class
from cases_case c left join cases_suggested s on s.case_id = c.id
where c.scope >= %s and c.scope < %s and c.reported_at >= %s and c.workflow <> 'as_logged' and {REAL} and c.id > %s
order by c.id limit %s
"""
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a rehearsal came to. `moved`: (case, before, after, really) by unit id, `desk` or None for never sent.

    `units`: how many cases each would get, before and after. `sent`: how many were really sent to a unit; `equal_*` of
    these the rules would have sent there too.
    """

    units: dict[str, list[int]] = field(default_factory=dict)
    moved: list[list[str | None]] = field(default_factory=list)
    cases: int = 0
    sent: int = 0
    equal_before: int = 0
    equal_after: int = 0


def play(asked: Play) -> Part:
    """The next AT_ONCE cases of the area. For catalogue.families.Family.rehearse."""
    found = Outcome(**asked.before.result)
    bounds = (asked.area, sight.after(asked.area), asked.since)
    total = asked.before.total or sql.value(COUNT, bounds)
    rows = sql.rows(CASES, (*bounds, asked.before.after or FIRST, AT_ONCE))
    listed = entry_of(duties.FAMILY, duties.CODE, asked.area, asked.now)
    there = _Rules(listed.spec if listed else NO_LIST, units())
    counts = {"sent": 0, "equal_before": 0, "equal_after": 0}
    by_unit, moved = dict(found.units), list(found.moved)
    for row in rows:
        before, after = (there.goes(routing, row) for routing in (asked.old, asked.new))
        really = str(row["unit"]) if row["unit"] else None
        for n, where in enumerate((before, after)):
            by_unit[where] = [k + (m == n) for m, k in enumerate(by_unit.get(where, [0, 0]))]
        if row["sent"] and really:
            counts["sent"] += 1
            counts["equal_before"] += before == really
            counts["equal_after"] += after == really
        if before != after:
            moved.append([str(row["id"]), before, after, really])
    done = asked.before.done + len(rows)
    result: dict[str, Any] = {"cases": done, "units": by_unit, "moved": moved}
    result |= {name: getattr(found, name) + n for name, n in counts.items()}
    return Part(
        result=result, done=done, total=total, after=str(rows[-1]["id"]) if len(rows) == AT_ONCE else None
    )  # fmt: skip


class _Rules:
    """Decisions for many cases: equal facts are decided once."""

    def __init__(self, listed: duties.DutyList, around: tuple[Unit, ...]) -> None:
        self.listed, self.around = listed, around
        self.known: dict[tuple[int, Facts], str] = {}

    def goes(self, routing: Routing, row: dict[str, Any]) -> str:
        """The unit's id, or `desk`."""
        facts = Facts(
            kind=row["kind"], group=catalogue.by_id(row["entry"]).spec.group, scope=row["scope"],
            severity=row["severity"], text_class=row["text_class"], about_unit=row["about_unit"],
        )  # fmt: skip
        key = (id(routing), facts)
        if key not in self.known:
            unit = decide(facts, routing, self.listed, self.around).unit
            self.known[key] = str(unit.id) if unit else DESK
        return self.known[key]
