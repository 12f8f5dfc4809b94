"""The command board's cases: the open ones as points, and whether the cases of alarms were confirmed in time."""

from datetime import datetime, timedelta

from liren.cases.models.grounds import reach_of
from liren.cases.queries.lists import LINE, CaseLine
from liren.cases.rules.board import SETS
from liren.kernel import Actor
from liren.trust import sql

PAGE = 50
WINDOW = timedelta(days=30)
OPEN = SETS["open"].where
ORDER = "(c.drill is not null), (c.severity = 'urgent') desc, c.next_due_at nulls last, c.id"

CONFIRMED: dict[str, tuple[str, str]] = {
    "due": ("到了时限或者有人核实了的告警案件", "true"),
    "in_time": ("在时限内有人核实的告警案件", "k.ended_at is not null and k.late_at is null"),
}
"""The parts of 告警确认及时率 (domain.md §2.9), label and condition. The first accept clock `k` of an alarm's case is the time in
which somebody must say whether it is real; it ends with their word. A case falls into the window when that clock ended or ran out."""
CLOCKS = """
from cases_clock k join fact_case c on c.id = k.case_id
where k.kind = 'accept' and k.no = 1 and c.workflow = 'alarm' and coalesce(k.ended_at, k.due_at) > %s
  and coalesce(k.ended_at, k.due_at) <= %s
"""


def open_points(viewer: Actor, within: str, most: int) -> tuple[list[CaseLine], int, int]:
    """The open cases of an area, urgent ones first and drills last; how many there are, and how many are urgent. Two statements.

    Raises Missing for a viewer who sees no cases there.
    """
    reach = reach_of(viewer, within)
    found = sql.rows(
        f"""with chosen as (select c.id from cases_case c where {reach.sql} and {OPEN} order by {ORDER} limit %s)
            {LINE} join chosen on chosen.id = c.id order by {ORDER}""",
        (*reach.params, most),
        into=CaseLine,
    )
    counted = sql.one(
        f"select count(*)::int as whole, count(*) filter (where c.severity = 'urgent')::int as urgent from cases_case c where {reach.sql} and {OPEN}",
        reach.params,
    )
    return found, counted["whole"], counted["urgent"]


def confirmed(viewer: Actor, within: str, now: datetime) -> dict[str, int]:
    """How many cases of alarms each part of 告警确认及时率 holds. Drills are out. Raises Missing."""
    reach = reach_of(viewer, within)
    counted = ", ".join(
        f"count(*) filter (where {where})::int as {name}" for name, (_label, where) in CONFIRMED.items()
    )
    found: dict[str, int] = sql.one(f"select {counted} {CLOCKS} and {reach.sql}", (now - WINDOW, now, *reach.params))
    return found


def confirmed_cases(
    viewer: Actor, name: str, within: str, now: datetime, *, page: int = 0, size: int = PAGE
) -> list[CaseLine]:
    """One page of the cases behind a part, the latest first. Raises Missing."""
    reach = reach_of(viewer, within)
    return sql.rows(
        f"""with chosen as (select c.id, coalesce(k.ended_at, k.due_at) as moment {CLOCKS} and {CONFIRMED[name][1]} and {reach.sql}
                            order by moment desc, c.id limit %s offset %s)
            {LINE} join chosen on chosen.id = c.id order by chosen.moment desc, c.id""",
        (now - WINDOW, now, *reach.params, size, page * size),
        into=CaseLine,
    )
