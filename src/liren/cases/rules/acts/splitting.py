"""What the orders about the parts of one matter come to."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts.makers import makes, not_about
from liren.cases.rules.children import check_parent_takes_back
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said
from liren.kernel import Code, Refusal


@makes(c.AddChild)
def _add_child(s: Scene, o: c.AddChild, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="这一部分要办什么")
    if s.found.terms is None:
        raise Refusal("kind", "没有这个类别，请从列表里选。", field="kind")
    if s.found.terms.kind.workflow != s.case.workflow:
        raise Refusal("other_workflow", f"“{s.found.terms.kind.label}”走另一种流程，不能做子件。", field="kind")
    if o.unit is not None and "desk" not in s.who.roles:
        raise Refusal("child_unit", "派给哪家由受理台定。您写清要办什么，交上去就行。", field="unit")
    not_about(s, o.unit)
    return e.ChildAdded(
        case=s.case.id, state=to, child=o.child, children=s.case.children + 1, open_children=s.case.open_children + 1
    )


@makes(c.TakeBackChild)
def _take_back(s: Scene, o: c.TakeBackChild, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="为什么收回")
    return e.ChildTakenBack(case=s.case.id, state=to, closed_at=s.now, note=o.note)


@makes(c.ReopenChild)
def _reopen_child(s: Scene, o: c.ReopenChild, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="哪里没有办好")
    check_parent_takes_back(s.found.other)
    return e.CaseReopened(case=s.case.id, state=to, reopens=s.case.reopens + 1, confirm=Code("none"), note=o.note)
