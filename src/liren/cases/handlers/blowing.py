"""Orders about a whistle: the rule says what comes of them, the rows keep it, the timeline tells it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from liren.cases.commands import whistle as commands
from liren.cases.events import ObjectionDecided, UnitCalled, WhistleBlown
from liren.cases.events import whistle as events
from liren.cases.handlers.terms import whistle_kind
from liren.cases.handlers.whistle import (
    CALL_BELL,
    RATE_BELL,
    Stand,
    beside,
    call_of,
    ended,
    load,
    of_case,
    outcome,
    ring,
    row,
    stands,
    task_of,
    write,
)
from liren.cases.rules import blowing as rules
from liren.cases.rules.whistle import Call, Task, Whistle, wait_of
from liren.cases.rules.words import said, short_enough
from liren.kernel import Code, Event, Refusal
from liren.people import queries as people
from liren.trust import deliveries, registry, sql
from liren.trust.registry import Act, Outcome, Target

RAISERS = ("desk", "supervisor")


# ---- the raiser --------------------------------------------------------------------------------------------------


def blow(command: commands.BlowWhistle, target: Target, act: Act) -> Outcome:
    """Call the units: each has its three clocks from now, and sees the case while it lasts."""
    stand: Stand = target.row
    entry, kind = whistle_kind(command.kind, stand.case.scope, act)
    words = said(command.words, field="words", what="请他们来办什么")
    rules.check_blow(stand.case, command.units, people.unit_names(act.actor, command.units))
    pairs = tuple(zip(command.calls, command.units, strict=True))
    w = rules.blown(command.whistle, pairs, kind, stand.calendar, act.now)
    sql.insert(
        "cases_whistle",
        {"id": w.id, "case_id": stand.case.id, "kind": w.kind, "entry": entry, "state": w.state, "words": words,
         "raised_by": act.actor.account, "raised_at": act.now, "closing_words": ""},
    )  # fmt: skip
    for call in w.calls:
        sql.insert("cases_call", {"whistle_id": w.id, **row(call), **dict.fromkeys(WORDS, "")})
    ring(w, kind, stand, act)
    event = WhistleBlown(**stands(stand.case), whistle=w.id, sort=Code(w.kind), called=w.units)
    return outcome([of_case(stand, event, act)[0]], stand, whistle=str(w.id))


def call_another(command: commands.CallAnother, target: Target, act: Act) -> Outcome:
    """One more unit is needed: it sees the case from now on, and whoever is there already goes on."""
    stand: Stand = target.row
    w = stand.open
    words = said(command.words, field="words", what="请它来办什么")
    known = people.unit_names(act.actor, [command.unit])
    after = rules.call_another(
        w, stand.case, command.call, command.unit, known, stand.terms, stand.calendar, act.now
    )  # fmt: skip
    told = {**dict.fromkeys(WORDS, ""), "called_by": act.actor.account, "called_words": words}
    sql.insert("cases_call", {"whistle_id": w.id, **row(after.calls[-1]), **told})
    write(w, after, stand, act)
    event = UnitCalled(
        **stands(stand.case), whistle=w.id, call=command.call, by_unit=command.unit, called=after.units,
    )  # fmt: skip
    return outcome([of_case(stand, event, act)[0]], stand, call=str(command.call))


WORDS = (
    "called_words", "arrived_words", "left_words", "objected_words", "decided_words", "response_words", "rightness_words",
)  # fmt: skip


def decide(command: commands.DecideObjection, target: Target, act: Act) -> Outcome:
    """Whether a unit that objected has to come: the raiser or the arbiter, never somebody of that unit."""
    stand, w, call = call_of(command, target, own=False)
    words = said(command.words, field="words", what="为什么这样定")
    after = rules.decide(w, call, command.upheld, stand.terms, stand.calendar, act.now)
    write(w, after, stand, act, call.id, decided_by=act.actor.account, decided_words=words)
    event = ObjectionDecided(
        **stands(stand.case), call=call.id, by_unit=call.unit, upheld=command.upheld,
        whistle=None if after.state == "called_off" else after.id, called=after.units,
    )  # fmt: skip
    told, then = of_case(stand, event, act)
    return outcome([told, *ended(after, then, act)], stand)


def drop_task(command: commands.DropTask, target: Target, act: Act) -> Outcome:
    stand, w, task = task_of(command, target)
    words = said(command.words, field="words", what="为什么去掉")
    write(w, rules.drop_task(w, task, act.now), stand, act, task.id, dropped_by=act.actor.account, dropped_words=words)
    return _told(events.TaskDropped, stand, task)


def release(command: commands.ReleaseUnit, target: Target, act: Act) -> Outcome:
    stand, w, call = call_of(command, target, own=False)
    words = said(command.words, field="words", what="为什么放行")
    after = rules.release(w, call, stand.terms, stand.calendar, act.now)
    write(w, after, stand, act, call.id, left_by=act.actor.account, left_words=words)
    return _left(events.UnitReleased, after, call, stand, act)


def call_off(command: commands.CallOffWhistle, target: Target, act: Act) -> Outcome:
    """The whistle was not needed after all."""
    stand: Stand = target.row
    words = said(command.words, field="words", what="为什么撤哨")
    after = rules.call_off(stand.open, act.now)
    write(stand.open, after, stand, act)
    sql.update("cases_whistle", {"closing_words": words}, {"id": after.id})
    return outcome(ended(after, stand, act), stand)


def rate_response(command: commands.RateResponse, target: Target, act: Act) -> Outcome:
    return _rated(command, *call_of(command, target, own=False), act, by_raiser=True)


# ---- the called units --------------------------------------------------------------------------------------------


def answer(command: commands.AnswerCall, target: Target, act: Act) -> Outcome:
    stand, w, call = call_of(command, target, own=True)
    write(w, rules.acknowledge(w, call, act.now), stand, act, call.id, acknowledged_by=act.actor.account)
    return _told(events.CallAnswered, stand, call)


def arrive(command: commands.ArriveOnSite, target: Target, act: Act) -> Outcome:
    """我们到了: a person's word."""
    stand, w, call = call_of(command, target, own=True)
    who: dict[str, Any] = {"arrived_by": act.actor.account, "arrived_words": _short(command.words)}
    if call.acknowledged_at is None:
        who["acknowledged_by"] = act.actor.account
    write(w, rules.arrive(w, call, act.now), stand, act, call.id, **who)
    return _told(events.UnitArrived, stand, call)


def object_to(command: commands.ObjectToCall, target: Target, act: Act) -> Outcome:
    stand, w, call = call_of(command, target, own=True)
    words, item = said(command.words, field="words", what="为什么不该叫您这家"), _short(command.item)
    after = rules.object_to(w, call, stand.terms, stand.calendar, act.now)
    write(
        w, after, stand, act, call.id, objected_by=act.actor.account,
        objected_words=f"{item}。{words}" if item else words,
    )  # fmt: skip
    until = next(c.object_due_at for c in after.calls if c.id == call.id)
    assert until is not None, "an objection has a clock"
    event = events.CallObjected(case=stand.case.id, call=call.id, by_unit=call.unit, until=until)
    return outcome([beside(event, stand)], stand)


def finish(command: commands.FinishCall, target: Target, act: Act) -> Outcome:
    stand, w, call = call_of(command, target, own=True)
    after = rules.finish(w, call, stand.terms, stand.calendar, act.now)
    write(w, after, stand, act, call.id, left_by=act.actor.account, left_words=_short(command.words))
    return _left(events.UnitFinished, after, call, stand, act)


def rate_whistle(command: commands.RateWhistle, target: Target, act: Act) -> Outcome:
    return _rated(command, *call_of(command, target, own=True), act, by_raiser=False)


# ---- the shared list, the clocks ---------------------------------------------------------------------------------


def plan(command: commands.PlanTask, target: Target, act: Act) -> Outcome:
    """A called unit writes for itself; whoever leads the case or blew the whistle writes for any of them."""
    stand: Stand = target.row
    words = said(command.words, field="words", what="要办的一件事")
    _own_only(command.unit, target, "您只能替自己这家写。别家的事请他们写，或请吹哨的人写。")
    after = rules.plan(stand.open, command.task, command.unit)
    sql.insert(
        "cases_task",
        {"id": command.task, "whistle_id": after.id, "unit": command.unit, "words": words, "added_at": act.now,
         "added_by": act.actor.account, "dropped_words": ""},
    )  # fmt: skip
    write(stand.open, after, stand, act)
    event = events.TaskPlanned(case=stand.case.id, task=command.task, by_unit=command.unit)
    return outcome([beside(event, stand)], stand)


def finish_task(command: commands.FinishTask, target: Target, act: Act) -> Outcome:
    stand, w, task = task_of(command, target)
    _own_only(task.unit, target, "这一条是别家的，由他们打勾。")
    write(w, rules.finish_task(w, task, act.now), stand, act, task.id, done_by=act.actor.account)
    return _told(events.TaskFinished, stand, task)


def miss(command: commands.MissCall, target: Target, act: Act) -> Outcome:
    stand: Stand = target.row
    w = stand.open
    call = next(c for c in w.calls if c.id == command.call)
    wait = wait_of(call)
    after = rules.miss(w, call, act.now)
    assert wait is not None, "the rule lets nobody be late who is not waited for"
    write(w, after, stand, act)
    event = events.CallMissed(
        case=stand.case.id, call=call.id, by_unit=call.unit, clock=Code(wait.clock), due_at=wait.due_at,
        level=call.missed + 1, hurried=stand.terms.hurried,
    )  # fmt: skip
    return outcome([beside(event, stand)], stand)


def close(command: commands.CloseWhistle, target: Target, act: Act) -> Outcome:
    """The time for ratings is over."""
    stand: Stand = target.row
    after = rules.close(stand.open, act.now)
    write(stand.open, after, stand, act)
    return outcome(ended(after, stand, act), stand)


def _own_only(unit: UUID, target: Target, sentence: str) -> None:
    if not target.roles & {"desk", "supervisor", "handler"} and unit not in target.row.units:
        raise Refusal("task_unit", sentence, field="unit")


def _short(words: str) -> str:
    return short_enough(words.strip(), field="words")


def _told(event: Any, stand: Stand, one: Call | Task) -> Outcome:
    name = "call" if isinstance(one, Call) else "task"
    return outcome([beside(event(case=stand.case.id, by_unit=one.unit, **{name: one.id}), stand)], stand)


def _left(event: Any, after: Whistle, call: Call, stand: Stand, act: Act) -> Outcome:
    made: Event = event(case=stand.case.id, call=call.id, by_unit=call.unit)
    return outcome([beside(made, stand), *ended(after, stand, act)], stand)


def _rated(command: Any, stand: Stand, w: Whistle, call: Call, act: Act, *, by_raiser: bool) -> Outcome:
    after = rules.rate(w, call, by_raiser=by_raiser, score=command.score, now=act.now)
    side = "response" if by_raiser else "rightness"
    words = {f"{side}_by": act.actor.account, f"{side}_words": _short(command.words)}
    write(w, after, stand, act, call.id, **words)
    event = events.WhistleRated(
        case=stand.case.id, call=call.id, by_unit=call.unit, side=Code("raiser" if by_raiser else "unit"),
        score=command.score,
    )  # fmt: skip
    return outcome([beside(event, stand), *ended(after, stand, act)], stand)


# ---- on the registry ---------------------------------------------------------------------------------------------

CONSTRAINTS = {
    "cases_whistle_state": ("whistle_state", "吹哨没有这一种状态，请刷新页面。"),
    "cases_whistle_rating_ends": ("whistle_rating", "互评要有到期时间，请改正吹哨种类的设置。"),
    "cases_whistle_one": ("whistle_twice", "这件事的上一次吹哨还没有结束，请刷新页面。"),
    "cases_call_one": ("units", "同一家不用叫两遍，请去掉重复的。"),
    "cases_call_state": ("call_state", "被叫单位没有这一种状态，请刷新页面。"),
    "cases_call_done_was_there": ("not_there", "还没有到场，不能说办好了。请先点“我们到了”。"),
    "cases_call_scores": ("score", "还没有选，请选一个。"),
    "cases_task_one_end": ("task_over", "这一条已经办好或去掉了，请刷新页面。"),
}
BOTH = (*RAISERS, "handler", "called")
ORDERS = (
    (commands.BlowWhistle, "吹哨", blow, RAISERS),
    (commands.CallAnother, "再叫一家", call_another, RAISERS),
    (commands.AnswerCall, "响应吹哨", answer, ("called",)),
    (commands.ArriveOnSite, "报到场", arrive, ("called",)),
    (commands.ObjectToCall, "说不该叫我们", object_to, ("called",)),
    (commands.DecideObjection, "定该不该来", decide, (*RAISERS, "arbiter")),
    (commands.PlanTask, "列入任务单", plan, BOTH),
    (commands.FinishTask, "任务办好", finish_task, BOTH),
    (commands.DropTask, "去掉任务", drop_task, RAISERS),
    (commands.FinishCall, "这家办好了", finish, ("called",)),
    (commands.ReleaseUnit, "放行", release, RAISERS),
    (commands.RateResponse, "评各家的响应", rate_response, RAISERS),
    (commands.RateWhistle, "评该不该吹", rate_whistle, ("called",)),
    (commands.CallOffWhistle, "撤哨", call_off, (*RAISERS, "house")),
    (commands.MissCall, "吹哨超时", miss, ("house",)),
    (commands.CloseWhistle, "结束互评", close, ("house",)),
)


def _missed(rung: deliveries.Rung) -> Iterator[commands.MissCall]:
    yield commands.MissCall(call=rung.subject)


def _over(rung: deliveries.Rung) -> Iterator[commands.CloseWhistle]:
    yield commands.CloseWhistle(whistle=rung.subject)


def hang_up() -> None:
    """Declare the orders about whistles, their events and their two timers."""
    for order, label, handler, roles in ORDERS:
        registry.command(
            order, label=label, handler=handler, target=load, reach="handover", roles=roles, see="cases.see"
        )
    registry.events(
        events.CallAnswered, events.UnitArrived, events.CallObjected, events.TaskPlanned, events.TaskFinished,
        events.TaskDropped, events.UnitFinished, events.UnitReleased, events.CallMissed, events.WhistleRated,
    )  # fmt: skip
    registry.timer(CALL_BELL, do=_missed, may=(commands.MissCall,))
    registry.timer(RATE_BELL, do=_over, may=(commands.CloseWhistle,))
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
