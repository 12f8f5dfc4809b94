"""What may be done about a whistle, and what comes of it. Each function returns the whistle after it or raises Refusal."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from liren.cases.rules.fold import CaseState
from liren.cases.rules.whistle import (
    LEFT,
    LEVELS,
    OPEN,
    RESPONSES,
    RIGHTNESS,
    WORKING,
    Call,
    Task,
    Whistle,
    phase,
    wait_of,
)
from liren.cases.whistling import WhistleKind
from liren.catalogue.worktime import Calendar, due
from liren.kernel import Denied, Refusal

BLOWN_IN = ("reported", "filed", "dispatched", "arbitration", "in_progress", "suspended")
MOST_UNITS = 12
MOST_TASKS = 60
GONE = "这一步已经走过了，请刷新页面看现在到哪一步。"


def check_blow(case: CaseState, units: tuple[UUID, ...], known: Collection[UUID]) -> None:
    """Raise Refusal unless a whistle may be blown on this case for these units (`known` are units of the county)."""
    if case.state not in BLOWN_IN:
        raise Refusal("whistle_state", "只有还在办的事能吹哨；已经反馈或结束的，请先要求重办。")
    if case.secrecy > 1:
        raise Refusal("confidential", "这件只限当事人员看，叫来的单位看不到，不能吹哨。")
    if case.whistle is not None or case.called:
        raise Refusal("whistle_twice", "这件事的上一次吹哨还没有结束，先把那一次办完、互评完。")
    if not units:
        raise Refusal("no_units", "还没有选叫哪几家，请至少选一家。", field="units")
    if len(set(units)) != len(units) or len(units) > MOST_UNITS:
        raise Refusal("units", f"一次最多叫 {MOST_UNITS} 家，同一家不用选两遍。", field="units")
    _check_units(case, units, known, field="units")


def _check_units(case: CaseState, units: tuple[UUID, ...], known: Collection[UUID], *, field: str) -> None:
    if any(unit not in known for unit in units):
        raise Refusal("units", "选的单位里有一家现在没有了，请重新选。", field=field)
    if case.unit in units:
        raise Refusal("lead_called", "承办单位本来就在牵头办，不用叫自己。要催它，请用督办。", field=field)
    if case.about_unit in units:
        raise Refusal("about_unit", "这件事反映的就是其中一家单位，不能叫它来办，请去掉它。", field=field)


def blown(
    id: UUID, units: tuple[tuple[UUID, UUID], ...], kind: WhistleKind, calendar: Calendar, now: datetime
) -> Whistle:
    """A whistle just blown; `units` are pairs of call and unit. The three clocks of each run from now."""

    calls = tuple(_called(call, unit, kind, calendar, now) for call, unit in units)
    return Whistle(id=id, kind=kind.code, raised_at=now, calls=calls)


def call_another(
    w: Whistle, case: CaseState, call: UUID, unit: UUID, known: Collection[UUID], kind: WhistleKind,
    calendar: Calendar, now: datetime,
) -> Whistle:  # fmt: skip
    """One more unit comes to an open whistle; its three clocks run from now, those of the others as before."""
    if w.state not in WORKING:
        raise Refusal("whistle_over", "各家已经办完，不能再往这次哨里加。还要叫，等互评完了再吹一次。", field="unit")
    if any(c.unit == unit for c in w.calls):
        raise Refusal("called_already", "这一家已经叫过了，请另选一家。", field="unit")
    if len(w.calls) >= MOST_UNITS:
        raise Refusal("units", f"一次哨最多叫 {MOST_UNITS} 家，已经叫满了。", field="unit")
    _check_units(case, (unit,), known, field="unit")
    return _moved(replace(w, calls=(*w.calls, _called(call, unit, kind, calendar, now))))


def _called(call: UUID, unit: UUID, kind: WhistleKind, calendar: Calendar, now: datetime) -> Call:
    def until(clock: str) -> datetime:
        return due(now, kind.limit(clock), calendar).at

    return Call(
        id=call, unit=unit, called_at=now, acknowledge_due_at=until("acknowledge"), arrive_due_at=until("arrive"),
        done_due_at=until("done"),
    )  # fmt: skip


def acknowledge(w: Whistle, call: Call, now: datetime) -> Whistle:
    """The unit heard it and comes."""
    _stands(call, "called")
    return _with(w, replace(call, state="acknowledged", acknowledged_at=now, missed=0))


def arrive(w: Whistle, call: Call, now: datetime) -> Whistle:
    """The unit says that it is there; who comes without having answered first has answered by coming."""
    _stands(call, "called", "acknowledged")
    heard = call.acknowledged_at or now
    return _with(w, replace(call, state="on_site", acknowledged_at=heard, arrived_at=now, missed=0))


def object_to(w: Whistle, call: Call, kind: WhistleKind, calendar: Calendar, now: datetime) -> Whistle:
    """The unit says once that this is not in its duties; in a hurry it comes first."""
    if call.objected_at is not None:
        raise Refusal("objected", "已经说过一次“不该叫我们”，定下来就照办。")
    if kind.hurried and call.state in ("called", "acknowledged"):
        raise Refusal("come_first", "应急的哨先到场，到了再说该不该归您这家，不耽误救急。")
    _stands(call, "called", "acknowledged", "on_site")
    until = due(now, kind.object, calendar).at
    return _with(
        w,
        replace(call, state="objected", objected_from=call.state, objected_at=now, object_due_at=until, missed=0),
    )


def decide(w: Whistle, call: Call, upheld: bool, kind: WhistleKind, calendar: Calendar, now: datetime) -> Whistle:
    """Upheld, the unit need not come (what it had on the list is dropped); declined, its time starts anew unless it is there."""
    _stands(call, "objected")
    if upheld:
        tasks = tuple(replace(t, dropped_at=now) if t.unit == call.unit and t.open else t for t in w.tasks)
        gone = replace(call, state="excused", left_at=now, missed=0)
        return _leave(replace(w, tasks=tasks), gone, kind, calendar, now)
    if call.objected_from == "on_site":
        return _with(w, replace(call, state="on_site", missed=0))
    return _with(
        w,
        replace(
            call, state="acknowledged", acknowledged_at=call.acknowledged_at or call.objected_at, missed=0,
            arrive_due_at=due(now, kind.arrive, calendar).at, done_due_at=due(now, kind.done, calendar).at,
        ),
    )  # fmt: skip


def plan(w: Whistle, task: UUID, unit: UUID) -> Whistle:
    """One more thing on the shared list, for a unit that is there or comes."""
    _at_work(w)
    if not any(c.unit == unit and c.state not in (*LEFT, "excused") for c in w.calls):
        raise Refusal("task_unit", "请选一家叫来了、还没有撤的单位。", field="unit")
    if len(w.tasks) >= MOST_TASKS:
        raise Refusal("many_tasks", f"一张单子最多 {MOST_TASKS} 条，请合并相近的。", field="text")
    return _moved(replace(w, tasks=(*w.tasks, Task(id=task, unit=unit))))


def finish_task(w: Whistle, task: Task, now: datetime) -> Whistle:
    _at_work(w)
    if not task.open:
        raise Refusal("task_over", "这一条已经办好或去掉了，请刷新页面。")
    return _with_task(w, replace(task, done_at=now))


def drop_task(w: Whistle, task: Task, now: datetime) -> Whistle:
    """The raiser finds that this need not be done."""
    _at_work(w)
    if not task.open:
        raise Refusal("task_over", "这一条已经办好或去掉了，请刷新页面。")
    return _with_task(w, replace(task, dropped_at=now))


def finish(w: Whistle, call: Call, kind: WhistleKind, calendar: Calendar, now: datetime) -> Whistle:
    """The unit has done its part. 事不完、人不撤: nothing of its own is open, and what it did stands on the list."""
    _stands(call, "on_site")
    own = w.tasks_of(call.unit)
    if not own:
        raise Refusal("no_task", "任务单上还没有您这家的事。先写一条办了什么，打上勾，再说办好了。")
    left = sum(t.open for t in own)
    if left:
        raise Refusal("tasks_open", f"您这家还有 {left} 条任务没办完。事不完、人不撤：办完打勾，或请吹哨的人放行。")
    return _leave(w, replace(call, state="done", left_at=now, missed=0), kind, calendar, now)


def release(w: Whistle, call: Call, kind: WhistleKind, calendar: Calendar, now: datetime) -> Whistle:
    """The raiser lets a unit go before it is done; what it still had on the list is dropped."""
    _stands(call, "called", "acknowledged", "on_site")
    tasks = tuple(replace(t, dropped_at=now) if t.unit == call.unit and t.open else t for t in w.tasks)
    return _leave(replace(w, tasks=tasks), replace(call, state="released", left_at=now, missed=0), kind, calendar, now)


def rate(w: Whistle, call: Call, *, by_raiser: bool, score: int, now: datetime) -> Whistle:
    """The raiser says how a unit answered, a unit whether the whistle was right; each once, words are optional."""
    if w.state != "mutual_rating" or call.state not in LEFT:
        raise Refusal("not_rating", "现在不在互评：各家都办完以后才评。")
    if score not in (RESPONSES if by_raiser else RIGHTNESS):
        raise Refusal("score", "还没有选，请选一个。", field="score")
    if (call.response if by_raiser else call.rightness) is not None:
        raise Refusal("rated", "已经评过了，不用再评。")
    after = _with(w, replace(call, response=score) if by_raiser else replace(call, rightness=score))
    return replace(after, closed_at=now) if after.state == "closed" else after


def call_off(w: Whistle, now: datetime) -> Whistle:
    """The whistle was not needed after all; whoever came may go."""
    if w.state not in WORKING:
        raise Refusal("whistle_over", "各家已经办完，不用撤哨了。")
    return replace(w, state="called_off", closed_at=now)


def close(w: Whistle, now: datetime) -> Whistle:
    """The time for ratings is over; what nobody rated stays unrated and is never read as praise."""
    if w.state != "mutual_rating" or w.rate_due_at is None or now < w.rate_due_at:
        raise Refusal("not_over", "互评的时间还没有到。")
    return replace(w, state="closed", closed_at=now)


def miss(w: Whistle, call: Call, now: datetime) -> Whistle:
    """Whoever is waited for let the limit pass: one step further up the chain."""
    wait = wait_of(call)
    if wait is None or now < wait.due_at or call.missed >= LEVELS:
        raise Refusal("not_late", "这一步没有超时，不用往上报。")
    return _with(w, replace(call, missed=call.missed + 1))


def next_miss(w: Whistle, call: Call, kind: WhistleKind, calendar: Calendar) -> datetime | None:
    """When lateness with the present step is told next: at the limit, then every `again`, LEVELS times in all."""
    wait = wait_of(call)
    if wait is None or w.state not in WORKING or call.missed >= LEVELS:
        return None
    at = wait.due_at
    for _ in range(call.missed):
        at = due(at, kind.again, calendar).at
    return at


def check_side(call: Call, units: Collection[UUID], *, own: bool) -> None:
    """Raise Denied unless the person speaks for the called unit (`own`), or for the raiser and not for that unit."""
    if own and call.unit not in units:
        raise Denied("这一步由被叫到的那家自己来说，您不在那家单位。", code="other_unit")
    if not own and call.unit in units:
        raise Denied("您就在这家单位，不能替吹哨的人定。请受理台别的同事来。", code="own_unit")


def _stands(call: Call, *states: str) -> None:
    if call.state not in states:
        raise Refusal("call_state", GONE)


def _at_work(w: Whistle) -> None:
    if w.state not in WORKING:
        raise Refusal("whistle_over", "各家已经办完，任务单不再改。")


def _leave(w: Whistle, call: Call, kind: WhistleKind, calendar: Calendar, now: datetime) -> Whistle:
    after = _with(w, call)
    if after.state == "called_off":
        return replace(after, closed_at=now)
    return replace(after, rate_due_at=due(now, kind.rate, calendar).at) if after.state == "mutual_rating" else after


def _with(w: Whistle, call: Call) -> Whistle:
    return _moved(replace(w, calls=tuple(call if c.id == call.id else c for c in w.calls)))


def _with_task(w: Whistle, task: Task) -> Whistle:
    return _moved(replace(w, tasks=tuple(task if t.id == task.id else t for t in w.tasks)))


def _moved(w: Whistle) -> Whistle:
    return replace(w, state=phase(w)) if w.state in OPEN else w
