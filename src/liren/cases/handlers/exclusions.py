"""Taking a case out of the rates: asked by one, decided by another, never by anybody who had a hand in it."""

from typing import Any

from liren.cases import exclusions
from liren.cases.commands import followup as commands
from liren.cases.events import followup as events
from liren.cases.exclusions import Reason
from liren.cases.handlers.calls import is_apart
from liren.cases.handlers.move import part_of, target_of
from liren.cases.models import rows
from liren.cases.rules import exclusions as rules
from liren.cases.rules.callbacks import RATED
from liren.cases.rules.exclusions import Exclusion
from liren.cases.rules.words import said
from liren.catalogue import queries as catalogue
from liren.kernel import Denied, Event, Missing
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

KEPT = "id, state, reason, asked_by, asked_at"


def load(command: Any, act: Act) -> Target:
    """The case, locked, with the parts this actor plays in it and what was asked before. Raises Denied for its hands."""
    found = rows.load(command.case, lock=True)
    if found is None:
        raise Missing
    target = target_of(found)
    part = part_of(act.actor, found.state, target)
    if part.roles and not is_apart(found.state, act):
        raise Denied("这件事您或您的单位经过手，剔除要由没有经手的人来提、来定。", code="own_case")
    row = sql.one(
        f"select {KEPT} from cases_exclusion where case_id = %s and state = any(%s)", (command.case, list(rules.LIVE))
    )
    return Target(
        scope=target.scope, kind=target.kind, secrecy=target.secrecy, about_unit=target.about_unit,
        row=(found, Exclusion(**row) if row else None), roles=part.roles,
    )  # fmt: skip


def ask(command: commands.AskExclusion, target: Target, act: Act) -> Outcome:
    found, before = target.row
    rules.check_ask(_reason(command.reason, found.state.scope, act), command.item, before)
    words = said(command.words, field="words", what="为什么要剔除")
    sql.insert(
        "cases_exclusion",
        {
            "id": command.exclusion, "case_id": found.state.id, "state": "asked", "reason": command.reason,
            "item": command.item.strip(), "words": words, "asked_by": act.actor.account, "asked_at": act.now,
            "decide_words": "",
        },
    )  # fmt: skip
    return _told(events.ExclusionAsked(case=found.state.id, exclusion=command.exclusion, reason=command.reason), target)


def decide(command: commands.DecideExclusion, target: Target, act: Act) -> Outcome:
    """Left out, its call-back ends too: nobody is asked about what is not counted."""
    found, before = target.row
    known = rules.check_decide(before, act.actor.account)
    words = said(command.words, field="words", what="为什么这样定")
    sql.update(
        "cases_exclusion",
        {
            "state": "confirmed" if command.confirmed else "declined", "decided_by": act.actor.account,
            "decided_at": act.now, "decide_words": words,
        },
        {"id": known.id},
    )  # fmt: skip
    if command.confirmed and found.state.state in RATED:
        sql.run(
            """update cases_callback set state = 'excluded', finished_at = %s, caller = null
               where case_id = %s and state = 'waiting'""",
            (act.now, found.state.id),
        )
    return _told(events.ExclusionDecided(case=found.state.id, exclusion=known.id, confirmed=command.confirmed), target)


def _reason(code: str, area: str, act: Act) -> Reason | None:
    try:
        found: Reason = catalogue.entry(
            exclusions.FAMILY, code, area=area, at=act.now, epoch=act.epochs.get("catalogue", 0)
        ).spec
    except Missing:
        return None
    return found


def _told(event: Event, target: Target) -> Outcome:
    case = target.row[0].state
    return Outcome(
        events=(Told(event, case.id, case.scope),), answer={"case": str(case.id)}, scopes=(case.scope,)
    )  # fmt: skip


CONSTRAINTS = {
    "cases_exclusion_state": ("exclusion_state", "剔除没有这一种状态，请刷新页面。"),
    "cases_exclusion_two_people": ("two_people", "剔除是您提出的，要由另一个人确认。"),
    "cases_exclusion_decided": ("exclusion_state", "剔除要写明由谁确认，请刷新页面再试。"),
    "cases_exclusion_one": ("excluded", "这件刚刚有人提出剔除，请刷新页面看看。"),
}


def hang_up() -> None:
    """Declare the orders about exclusions."""
    for order, label, handler, roles in (
        (commands.AskExclusion, "提出剔除", ask, ("desk", "callback", "supervisor")),
        (commands.DecideExclusion, "确认剔除", decide, ("supervisor", "approver", "arbiter")),
    ):
        registry.command(
            order, label=label, handler=handler, target=load, reach="handover", roles=roles, see="cases.see"
        )
    registry.events(events.ExclusionAsked, events.ExclusionDecided)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
