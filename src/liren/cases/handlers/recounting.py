"""RecountClocks: a new calendar reaches the open cases, a thousand at a time, in two statements.

Only a case whose times move is told of it, with the old due time and the new; for the others the clocks note that they
hold under the new calendar, too. What was late stays late.
"""

from typing import Any

from liren.cases import commands, events
from liren.cases.handlers import store
from liren.cases.handlers.store import CLOCK_FIELDS, columns
from liren.cases.handlers.terms import terms_by_id
from liren.cases.handlers.timers import set_bells
from liren.cases.models import rows
from liren.cases.models.outdated import outdated_ids
from liren.cases.models.rows import Loaded
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import changes
from liren.cases.rules.steps import Step, follow
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

MOST = 1000
LOAD = rows.LOAD.replace("where c.id = %s", "where c.id = any(%s) order by c.id for no key update of c skip locked")
CLOCKS = f"""
insert into cases_clock (case_id, {columns(CLOCK_FIELDS)})
select case_id, {columns(CLOCK_FIELDS)} from jsonb_populate_recordset(null::cases_clock, %s::jsonb)
on conflict (case_id, kind, no) do update set
  {", ".join(f'"{name}" = excluded."{name}"' for name in CLOCK_FIELDS if name not in ("kind", "no", "started_at"))}
"""
CASES = """
update cases_case c
set changed_at = clock_timestamp(), next_clock = n.next_clock, next_due_at = n.next_due_at,
    suspended_until = n.suspended_until, version = n.version
from jsonb_populate_recordset(null::cases_case, %s::jsonb) n where c.id = n.id
"""


def over_area(command: commands.RecountClocks, act: Act) -> Target:
    return Target(scope=command.area)


def recount(command: commands.RecountClocks, target: Target, act: Act) -> Outcome:
    """The answer says how many cases were looked at and how many of them moved."""
    found = [rows.loaded(row) for row in sql.rows(LOAD, (outdated_ids(command.area, act.now, MOST),))]
    clocks: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    told: list[Told] = []
    for one in found:
        step = _counted(one, act)
        clocks += [store.clock_row(one.state.id, k) for k in step.clocks if k not in one.clocks]
        if _same(one.clocks, step.clocks):
            continue
        case = step.case
        cases.append({"id": case.id, "version": case.version, **changes(step.event)})
        told.append(Told(step.event, case.id, case.scope))
    if clocks:
        sql.run(CLOCKS, (store.as_json(clocks),))
    if cases:
        sql.run(CASES, (store.as_json(cases),))
    return Outcome(events=tuple(told), answer={"cases": len(found), "moved": len(told)}, scopes=(command.area,))


def _counted(one: Loaded, act: Act) -> Step:
    case = one.state
    terms = terms_by_id(case.entry, case.scope, act)
    event = events.ClocksRecalculated(case=case.id, state=case.state, before=case.next_due_at)
    step = follow(case, one.clocks, event, terms, act.now)
    if not _same(one.clocks, step.clocks):
        set_bells(case, step, terms, act)
    return step


def _same(before: tuple[Clock, ...], after: tuple[Clock, ...]) -> bool:
    """Whether every clock ends, warns and guesses as before."""
    return [_shown(k) for k in before] == [_shown(k) for k in after]


def _shown(clock: Clock) -> tuple[Any, ...]:
    return clock.kind, clock.no, clock.due_at, clock.warn_at, clock.provisional, clock.late_at


def hang_up() -> None:
    """Only the house orders this, when the worker finds cases counted under a calendar that no longer holds."""
    registry.command(
        commands.RecountClocks, label="照新的日历重算时限", handler=recount, target=over_area, reach="within",
        see="cases.see",
    )  # fmt: skip
    registry.house("recount", may=[commands.RecountClocks])
