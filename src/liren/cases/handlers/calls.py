"""Calls: the next one is the house's choice, what it came to is written down, and what the reporter wants is done for them."""

from typing import Any

from liren.cases.commands import ConfirmCase, ReopenCase
from liren.cases.commands import followup as commands
from liren.cases.events import followup as events
from liren.cases.handlers.move import target_of
from liren.cases.models import rows
from liren.cases.models.apart import apart, within
from liren.cases.rules import callbacks as rules
from liren.cases.rules.fold import CaseState
from liren.cases.rules.words import said, short_enough
from liren.kernel import Code, Event, Missing, Refusal
from liren.trust import registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

CALLER, SUPERVISOR = "cases.call_back", "cases.urge"
NEXT = """
select b.id, c.scope from cases_callback b join cases_case c on c.id = b.case_id
where b.state = 'waiting' and c.state = any(%s) and {mine} and {apart}
  and (b.caller = %s and b.taken_at > %s or (b.caller is null or b.taken_at <= %s) and b.next_at <= %s)
order by (b.caller = %s and b.taken_at > %s) desc nulls last, (b.tries > 0) desc, b.ticket limit 1
for update of b skip locked
"""


def anywhere(command: commands.TakeCall, act: Act) -> Target:
    """The area of the caller's own duty."""
    areas = [grant.area for grant in act.actor.holds(CALLER)]
    if not areas or act.actor.account is None:
        raise Missing
    return Target(scope=min(areas, key=len))


def load(command: Any, act: Act) -> Target:
    """The call-back, locked after its case. Not there for whoever had a hand in the case."""
    case = sql.value("select case_id from cases_callback where id = %s", (command.call,))
    found = rows.load(case, lock=True) if case else None
    if found is None or not is_apart(found.state, act):
        raise Missing
    row = sql.one("select * from cases_callback where id = %s for update", (command.call,))
    target = target_of(found)
    return Target(
        scope=target.scope, kind=target.kind, secrecy=target.secrecy, about_unit=target.about_unit, row=(found, row)
    )


def is_apart(case: CaseState, act: Act) -> bool:
    mine = apart(act.actor)
    return bool(sql.value(f"select true from cases_case c where c.id = %s and {mine.sql}", (case.id, *mine.params)))


def take(command: commands.TakeCall, target: Target, act: Act) -> Outcome:
    """The call in hand if there is one, else the next: those tried before first, then by ticket. None is no fault."""
    me, held = act.actor.account, act.now - rules.HELD
    mine, hands_off = within(act.actor, CALLER), apart(act.actor)
    row = sql.one(
        NEXT.format(mine=mine.sql, apart=hands_off.sql),
        (list(rules.RATED), *mine.params, *hands_off.params, me, held, held, act.now, me, held),
    )
    if row is None:
        return Outcome(answer={"call": None})
    sql.update("cases_callback", {"caller": me, "taken_at": act.now}, {"id": row["id"]})
    return _told([events.CallTaken(call=row["id"])], row["id"], row["scope"], {"call": str(row["id"])})


def record(command: commands.RecordCall, target: Target, act: Act) -> Outcome:
    """One try. The answers of whoever has not rated yet are their confirmation, in their name by the callback."""
    found, row = target.row
    if row["state"] != "waiting":
        raise Refusal("called", f"这个回访已经有结果了：{rules.STATES[row['state']]}。")
    if row["caller"] != act.actor.account:
        raise Refusal("not_taken", "这个回访不在您手上了，请再领下一个。您写的内容还在。")
    after = rules.tried(command.outcome, row["tries"], row["days"], row["last_on"], act.now)
    rules.check_answers(command.outcome, command.contacted, command.solved, command.satisfied)
    pressure = short_enough(command.pressure.strip(), field="pressure")
    sql.insert(
        "cases_try",
        {"callback_id": row["id"], "no": after.tries, "at": act.now, "account": act.actor.account, "outcome": command.outcome},
    )  # fmt: skip
    sql.update(
        "cases_callback",
        {
            "state": after.state, "tries": after.tries, "days": after.days, "last_on": rules.today(act.now),
            "next_at": after.next_at, "caller": act.actor.account if after.next_at is None else None,
            "finished_at": act.now if after.next_at is None else None, "contacted": command.contacted,
            "solved": command.solved, "satisfied": command.satisfied, "reopened": command.reopen,
            "pressure": sealed.seal(pressure) if pressure else None,
        },
        {"id": row["id"]},
    )  # fmt: skip
    _answer(command, found.state, act)
    call = row["id"]
    told: list[Event] = [events.CallMade(call=call, no=after.tries, outcome=command.outcome, state=Code(after.state))]
    if pressure:
        told.append(events.PressureTold(call=call))
    return _told(told, call, found.state.scope, {"call": str(call), "state": after.state})


def _answer(command: commands.RecordCall, case: CaseState, act: Act) -> None:
    """The case hears what its reporter says of it, once, and is opened again where they want that."""
    if command.outcome != "reached":
        if command.reopen:
            raise Refusal("not_reached", "没有问到反映人，不能替他要求重办。", field="reopen")
        return
    if case.confirm not in ("confirmed", "disputed"):
        act.do(
            ConfirmCase(case=case.id, solved=command.solved == "yes", satisfied=command.satisfied, note=command.note)
        )
    if command.reopen:
        if command.solved == "yes":
            raise Refusal("reopen_solved", "反映人说解决了，就不用重办；要重办请改第二个答案。", field="reopen")
        said(command.reason, field="reason", what="哪里没有办好")
        act.do(ReopenCase(case=case.id, note=command.note, reason=command.reason))


def settle(command: commands.SettlePressure, target: Target, act: Act) -> Outcome:
    found, row = target.row
    if row["pressure"] is None or row["settled_at"] is not None:
        raise Refusal("settled", "这件已经查过了，请刷新页面看看。")
    sql.update("cases_callback", {"settled_by": act.actor.account, "settled_at": act.now}, {"id": row["id"]})
    return _told([events.PressureSettled(call=row["id"])], row["id"], found.state.scope, {})


def _told(told: list[Event], subject: Any, area: str, answer: dict[str, Any]) -> Outcome:
    return Outcome(events=tuple(Told(event, subject, area) for event in told), answer=answer, scopes=(area,))


CONSTRAINTS = {
    "cases_callback_state": ("call_state", "回访没有这一种状态，请刷新页面。"),
    "cases_callback_tries": ("tries", "一个回访最多打三次。"),
    "cases_callback_unreachable": ("unreachable", "没打通要打满三次、至少两天，才能记为三次没打通。"),
    "cases_callback_answers": ("answers", "打通了要有前两个答案，没打通不能有答案。"),
    "cases_callback_satisfied": ("satisfied", "请选一个：满意、基本满意、不满意，或者不评价。"),
    "cases_callback_finished": ("call_state", "回访有了结果才算结束，请刷新页面再记一次。"),
    "cases_try_outcome": ("outcome", "请选这一次打电话的结果。"),
}


def hang_up() -> None:
    """Declare the orders about calls."""
    for order, label, handler, target, right in (
        (commands.TakeCall, "领下一个回访", take, anywhere, CALLER),
        (commands.RecordCall, "记回访结果", record, load, CALLER),
        (commands.SettlePressure, "查过受到压力的事", settle, load, SUPERVISOR),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="handover", right=right)
    registry.events(events.CallTaken, events.CallMade, events.PressureTold, events.PressureSettled)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
