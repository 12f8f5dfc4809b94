"""Marks of abuse: command to rows to event. The case itself never moves; its title in lists is covered and uncovered."""

from collections.abc import Iterator
from typing import Any

from liren.cases.commands import abuse as commands
from liren.cases.events import abuse as events
from liren.cases.handlers.move import part_of, target_of
from liren.cases.models import rows
from liren.cases.rules import abuse as rules
from liren.cases.rules.abuse import Mark
from liren.cases.rules.words import said
from liren.kernel import Event, Missing
from liren.trust import deliveries, epochs, registry, sql, timers
from liren.trust.registry import Act, Outcome, Target, Told

BELL = "abuse_expires"
PACED = "cases.paced"
KEPT = "id, state, reason, marked_by, decided_by, appealed_at, until"


def load(command: Any, act: Act) -> Target:
    """The case, locked, with the parts this actor plays in it and its live mark."""
    found = rows.load(command.case, lock=True)
    if found is None:
        raise Missing
    target = target_of(found)
    part = part_of(act.actor, found.state, target)
    row = sql.one(
        f"select {KEPT} from cases_abuse where case_id = %s and state = any(%s)", (command.case, list(rules.LIVE))
    )
    mark = Mark(**row) if row else None
    return Target(
        scope=target.scope, kind=target.kind, secrecy=target.secrecy, about_unit=target.about_unit, row=(found, mark),
        roles=part.roles,
    )  # fmt: skip


def mark(command: commands.MarkAbuse, target: Target, act: Act) -> Outcome:
    found, before = target.row
    case = found.state
    rules.check_mark(command.reason, severity=case.severity, secrecy=case.secrecy, before=before)
    words = said(command.words, field="words", what="为什么这样标")
    sql.insert(
        "cases_abuse",
        {
            "id": command.mark, "case_id": case.id, "state": "marked", "reason": command.reason,
            "title": found.plain["title"], "marked_by": act.actor.account, "marked_at": act.now, "mark_words": words,
            "sender": sql.value("select sender from cases_link where case_id = %s", (case.id,)), "decide_words": "",
            "appeal_words": "", "heard_words": "",
        },
    )  # fmt: skip
    return _told(events.AbuseMarked(case=case.id, mark=command.mark, reason=command.reason), target)


def decide(command: commands.DecideMark, target: Target, act: Act) -> Outcome:
    """Confirmed it covers the title and slows the sender down for a while; declined nothing has happened."""
    found, before = target.row
    known = rules.check_decide(before, act.actor.account)
    words = said(command.words, field="words", what="为什么这样定")
    until = act.now + rules.TERM if command.confirmed else None
    _write(
        known, "confirmed" if command.confirmed else "declined", decided_by=act.actor.account, decided_at=act.now,
        decide_words=words, until=until,
    )  # fmt: skip
    if command.confirmed:
        _cover(found.state.id, rules.HIDDEN[known.reason])
        _ring(found.state, until, act)
        epochs.bump(PACED)
    return _told(
        events.MarkDecided(case=found.state.id, mark=known.id, confirmed=command.confirmed, until=until), target
    )


def appeal(command: commands.AppealMark, target: Target, act: Act) -> Outcome:
    """While the objection waits the sender is not slowed down."""
    found, before = target.row
    known = rules.check_appeal(before)
    words = said(command.words, field="words", what="为什么不对")
    _write(known, "appealed", appealed_at=act.now, appeal_words=words)
    return _told(events.MarkAppealed(case=found.state.id, mark=known.id), target)


def hear(command: commands.HearAppeal, target: Target, act: Act) -> Outcome:
    found, before = target.row
    known = rules.check_hear(before, act.actor.account)
    words = said(command.words, field="words", what="为什么这样定")
    told = {"heard_by": act.actor.account, "heard_at": act.now, "heard_words": words}
    if command.upheld:
        _write(known, "upheld", **told)
    else:
        _undo(found.state, known, "overturned", act, **told)
    return _told(events.AppealHeard(case=found.state.id, mark=known.id, upheld=command.upheld), target)


def lift(command: commands.LiftMark, target: Target, act: Act) -> Outcome:
    found, before = target.row
    known = rules.check_lift(before)
    words = said(command.words, field="words", what="为什么撤销")
    _undo(found.state, known, "lifted", act, heard_words=words)
    return _told(events.MarkLifted(case=found.state.id, mark=known.id), target)


def expire(command: commands.ExpireMark, target: Target, act: Act) -> Outcome:
    found, before = target.row
    known = rules.check_lift(before)
    _undo(found.state, known, "expired", act)
    return _told(events.MarkExpired(case=found.state.id, mark=known.id), target)


def _undo(case: Any, known: Mark, state: str, act: Act, **told: Any) -> None:
    """Take a mark back whole: the title is what it was, the sender's digest is gone, nothing rings."""
    _write(known, state, sender=None, **told)
    sql.run(
        """update cases_case c set changed_at = clock_timestamp(), title = a.title
           from cases_abuse a where a.id = %s and c.id = a.case_id""",
        (known.id,),
    )
    _ring(case, None, act)


def _write(known: Mark, state: str, **changed: Any) -> None:
    if state == "declined":
        changed["sender"] = None
    sql.update("cases_abuse", {"state": state, **changed}, {"id": known.id})


def _cover(case: Any, words: str) -> None:
    sql.run("update cases_case set changed_at = clock_timestamp(), title = %s where id = %s", (words, case))


def _ring(case: Any, at: Any, act: Act) -> None:
    act.ring([timers.Ring(subject=case.id, kind=BELL, no=0, area=case.scope, fire_at=at)])


def _told(event: Event, target: Target) -> Outcome:
    case = target.row[0].state
    return Outcome(
        events=(Told(event, case.id, case.scope),), answer={"case": str(case.id)}, scopes=(case.scope,),
        veiled=case.secrecy > 0,
    )  # fmt: skip


def pace(sender: bytes, act: Act) -> None:
    """Slow a number down that a mark in force names. Costs nothing in a county where nobody ever confirmed one."""
    if not act.epochs.get(PACED):
        return
    reports = sql.value(
        """select case when exists (select from cases_abuse where sender = %s and state = any(%s) and until > %s)
                  then (select count(*) from cases_link l join cases_case c on c.id = l.case_id
                        where l.sender = %s and c.reported_at > %s) else 0 end""",
        (sender, list(rules.IN_FORCE), act.now, sender, act.now - rules.DAY),
    )
    rules.check_pace(int(reports))


CONSTRAINTS = {
    "cases_abuse_state": ("abuse_state", "标记没有这一种状态，请刷新页面。"),
    "cases_abuse_reason": ("reason", "请从列表里选一个理由。"),
    "cases_abuse_two_people": ("two_people", "标记的人不能自己复核，请交给另一个人。"),
    "cases_abuse_third_person": ("third_person", "标记和复核的人不能决定申诉，请交给别人。"),
    "cases_abuse_one": ("marked", "这件刚刚有人标记过，请刷新页面看看。"),
}


def _expired(rung: deliveries.Rung) -> Iterator[commands.ExpireMark]:
    yield commands.ExpireMark(case=rung.subject)


def hang_up() -> None:
    """Declare the orders about marks."""
    for order, label, handler, roles in (
        (commands.MarkAbuse, "标记骚扰或广告", mark, ("desk",)),
        (commands.DecideMark, "复核标记", decide, ("desk", "supervisor")),
        (commands.AppealMark, "对标记申诉", appeal, ("reporter",)),
        (commands.HearAppeal, "决定申诉", hear, ("supervisor", "arbiter", "approver")),
        (commands.LiftMark, "撤销标记", lift, ("desk", "supervisor")),
        (commands.ExpireMark, "标记到期", expire, ()),
    ):
        registry.command(
            order, label=label, handler=handler, target=load, reach="handover", roles=roles, see="cases.see"
        )
    registry.events(
        events.AbuseMarked, events.MarkDecided, events.MarkAppealed, events.AppealHeard, events.MarkLifted,
        events.MarkExpired,
    )  # fmt: skip
    registry.timer(BELL, do=_expired, may=(commands.ExpireMark,))
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
