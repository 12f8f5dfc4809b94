"""What the orders of arbiter, verifier, approver, supervisor and clocks come to."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts.makers import acting, makes, not_about
from liren.cases.rules.helping import kept
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said
from liren.catalogue.worktime import Limit, due
from liren.kernel import Code, Refusal

SENIORITY = 4


@makes(c.DecideArbitration)
def _decide_arbitration(s: Scene, o: c.DecideArbitration, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="裁定的理由")
    not_about(s, o.unit)
    upheld = o.unit is None or o.unit == s.case.unit
    unit, handler = (s.case.unit, s.case.handler) if upheld else (o.unit, None)
    helpers = kept(s.case, unit)
    return e.ArbitrationDecided(case=s.case.id, state=to, unit=unit, handler=handler, helpers=helpers, note=o.note)


@makes(c.VerifyCase)
def _verify(s: Scene, o: c.VerifyCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="核查看到的情况")
    verifier = acting(s)
    if o.passed:
        pending = Code("pending" if s.case.parent is None and s.case.channel != "device" else "none")
        return e.CaseClosed(case=s.case.id, state=to, verifier=verifier, closed_at=s.now, confirm=pending, note=o.note)
    return e.CaseSentBack(case=s.case.id, state=to, verifier=verifier, reworks=s.case.reworks + 1, note=o.note)


@makes(c.DecideRelief)
def _decide_relief(s: Scene, o: c.DecideRelief, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="审批的理由，它会告诉反映人")
    if o.kind != s.case.relief:
        raise Refusal("relief_changed", "申请的内容已经变了，请看过现在的申请再审批。", field="kind")
    case, days = s.case.id, s.case.relief_days
    if not o.granted:
        return e.ReliefDeclined(case=case, state=to, note=o.note)
    if o.kind == "suspend":
        until = due(s.now, Limit(days, "work_day"), s.terms.calendar).at
        return e.CaseSuspended(case=case, state=to, suspended_until=until, note=o.note)
    return e.CaseExtended(case=case, state=to, extensions=s.case.extensions + 1, extended_days=days, note=o.note)


@makes(c.ResumeCase)
def _resume(s: Scene, o: c.ResumeCase, to: Code) -> e.CaseEvent:
    return e.CaseResumed(case=s.case.id, state=to)


@makes(c.UrgeCase)
def _urge(s: Scene, o: c.UrgeCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="督办的理由")
    return e.CaseUrged(case=s.case.id, state=to, urges=s.case.urges + 1, note=o.note)


@makes(c.WarnCase)
def _warn(s: Scene, o: c.WarnCase, to: Code) -> e.CaseEvent:
    assert s.case.next_due_at is not None, "the guard warned_before lets no case without a running clock pass"
    return e.CaseWarned(case=s.case.id, state=to, warned_for=s.case.next_due_at)


@makes(c.EscalateCase)
def _escalate(s: Scene, o: c.EscalateCase, to: Code) -> e.CaseEvent:
    reached = s.case.told_up
    level = o.level or reached + 1
    if not reached < level <= SENIORITY:
        raise Refusal("level", f"已经报到第 {reached} 级，最高 {SENIORITY} 级，只能往上报。", field="level")
    return e.CaseEscalated(case=s.case.id, state=to, escalation=level, escalated_for=s.case.next_due_at)


@makes(c.RecalculateClocks)
def _recalculate(s: Scene, o: c.RecalculateClocks, to: Code) -> e.CaseEvent:
    return e.ClocksRecalculated(case=s.case.id, state=to, before=s.case.next_due_at)
