"""What an order about a whistle finds, what it writes, and what it tells; the orders themselves are in blowing.py."""

from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from liren.cases import whistling
from liren.cases.commands import whistle as commands
from liren.cases.events import CaseEvent, WhistleClosed, WhistleWorkDone
from liren.cases.handlers import store
from liren.cases.handlers.move import part_of, target_of
from liren.cases.handlers.terms import calendar_at, whistle_kind_by_id
from liren.cases.models import blown, rows
from liren.cases.rules import blowing as rules
from liren.cases.rules import fold
from liren.cases.rules.fold import CaseState
from liren.cases.rules.whistle import Call, Task, Whistle
from liren.catalogue.worktime import Calendar
from liren.kernel import Code, Event, Missing, Refusal
from liren.trust import sql, timers
from liren.trust.registry import Act, Outcome, Target, Told

CALL_BELL, RATE_BELL = "whistle_late", "whistle_rated"
BY_CALL = "select w.case_id from cases_call c join cases_whistle w on w.id = c.whistle_id where c.id = %s"
BY_WHISTLE = "select case_id from cases_whistle where id = %s"


@dataclass(frozen=True, slots=True)
class Stand:
    """The case as it stands, its open whistle with the terms it runs under, the units that this actor speaks for."""

    case: CaseState
    whistle: Whistle | None
    kind: whistling.WhistleKind | None
    calendar: Calendar
    units: frozenset[UUID]

    @property
    def open(self) -> Whistle:
        """The whistle. Raises Refusal where none is open."""
        if self.whistle is None:
            raise Refusal("no_whistle", "这件事现在没有吹哨，可能刚刚结束了，请刷新页面。")
        return self.whistle

    @property
    def terms(self) -> whistling.WhistleKind:
        assert self.kind is not None, "an open whistle has its kind"
        return self.kind


def load(command: Any, act: Act) -> Target:
    """The case, locked, so that two units never pass each other. Raises Missing where there is none."""
    found = rows.load(_case_of(command), lock=True)
    if found is None:
        raise Missing
    target = target_of(found)
    entry, whistle = blown.open_of(found.state.id)
    kind = whistle_kind_by_id(entry, act) if entry else None
    units = frozenset(g.unit for g in act.actor.holds("cases.handle") if g.unit)
    roles = part_of(act.actor, found.state, target).roles
    stand = Stand(found.state, whistle, kind, calendar_at(found.state.scope, act), units)
    return replace(target, version=None, row=stand, roles=roles)


def call_of(command: Any, target: Target, *, own: bool) -> tuple[Stand, Whistle, Call]:
    """The call an order is about; `own` where the unit speaks for itself. Raises Missing, Denied."""
    stand: Stand = target.row
    call = stand.open.call(command.call)
    if call is None:
        raise Missing
    rules.check_side(call, stand.units, own=own)
    return stand, stand.open, call


def task_of(command: Any, target: Target) -> tuple[Stand, Whistle, Task]:
    """The task an order is about. Raises Missing."""
    stand: Stand = target.row
    task = next((t for t in stand.open.tasks if t.id == command.task), None)
    if task is None:
        raise Missing
    return stand, stand.open, task


def row(one: Call | Task) -> dict[str, Any]:
    return {f.name: getattr(one, f.name) for f in fields(one)}


def write(before: Whistle, after: Whistle, stand: Stand, act: Act, about: UUID | None = None, **words: Any) -> None:
    """The columns that the rule changed, and the words of whoever did it beside the call or task they are `about`."""
    own = {n: v for n in ("state", "rate_due_at", "closed_at") if (v := getattr(after, n)) != getattr(before, n)}
    if own:
        sql.update("cases_whistle", own, {"id": after.id})
    known: dict[UUID, Call | Task] = {call.id: call for call in before.calls}
    known |= {task.id: task for task in before.tasks}
    for table, ones in (("cases_call", after.calls), ("cases_task", after.tasks)):
        for one in (o for o in ones if o.id in known):
            was = row(known[one.id])
            changed = {n: v for n, v in row(one).items() if v != was[n]} | (words if one.id == about else {})
            if changed:
                sql.update(table, changed, {"id": one.id})
    ring(after, stand.terms, stand, act)


def ring(w: Whistle, kind: whistling.WhistleKind, stand: Stand, act: Act) -> None:
    """One timer for each call that somebody is waited for in, one for the end of the ratings."""
    area = stand.case.scope
    rings = [
        timers.Ring(
            subject=call.id, kind=CALL_BELL, no=0, area=area, fire_at=rules.next_miss(w, call, kind, stand.calendar)
        )
        for call in w.calls
    ]
    until = w.rate_due_at if w.state == "mutual_rating" else None
    act.ring([*rings, timers.Ring(subject=w.id, kind=RATE_BELL, no=0, area=area, fire_at=until)])


def stands(case: CaseState) -> dict[str, Any]:
    """What every event of a case says of it: a whistle moves neither its state nor its clocks."""
    return {
        "case": case.id, "state": case.state, "next_clock": case.next_clock, "next_due_at": case.next_due_at,
    }  # fmt: skip


def of_case(stand: Stand, event: CaseEvent, act: Act) -> tuple[Told, Stand]:
    """Keep an event that changes the case itself; the stand after it."""
    case = stand.case
    store.move(case.id, fold.changes(event) | {"version": case.version + 1}, [], [], [], act.now)
    return Told(event, case.id, case.scope), replace(stand, case=fold.apply(case, event))


def beside(event: Event, stand: Stand) -> Told:
    """An event about the whistle that leaves the case as it is."""
    return Told(event, stand.case.id, stand.case.scope)


def ended(after: Whistle, stand: Stand, act: Act) -> list[Told]:
    """What the case learns when the last unit has left, and when the whistle is over."""
    if after.state == "mutual_rating" and stand.case.whistle is not None:
        assert after.rate_due_at is not None, "mutual rating has an end"
        event: CaseEvent = WhistleWorkDone(**stands(stand.case), ended=after.id, until=after.rate_due_at)
    elif after.state in ("closed", "called_off"):
        event = WhistleClosed(**stands(stand.case), ended=after.id, how=Code(after.state), called=())
    else:
        return []
    return [of_case(stand, event, act)[0]]


def outcome(told: list[Told], stand: Stand, **answer: Any) -> Outcome:
    return Outcome(events=tuple(told), answer={"case": str(stand.case.id), **answer}, scopes=(stand.case.scope,))


def _case_of(command: Any) -> UUID:
    if isinstance(command, commands.MissCall):
        case: UUID | None = sql.value(BY_CALL, (command.call,))
    elif isinstance(command, commands.CloseWhistle):
        case = sql.value(BY_WHISTLE, (command.whistle,))
    else:
        case = command.case
    if case is None:
        raise Missing
    return case
