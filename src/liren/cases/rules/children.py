"""Parent and child cases: when a part may be split off, and what a child's end means to its parent. Pure.

One level deep: the row of a child never counts children of its own (`cases_case_one_level`). A parent neither reports
its result nor ends over an open child (`cases_case_open_children`); a reporter may always withdraw, and then what was
split off is done on its own.
"""

from liren.cases.events import ChildEnded, ChildReopened
from liren.cases.rules.fold import CaseState
from liren.cases.workflows import workflow
from liren.kernel import Code, Refusal

MOST = 10
TAKEN_BACK = "taken_back"
BARRED = ("feedback", "closed", "replied", "merged", "not_accepted")
"""States in which no child may be open; the database says the same."""


def ended(parent: CaseState, child: CaseState) -> ChildEnded:
    """What the parent keeps of a child that has just come to its end."""
    gone = child.state == TAKEN_BACK
    return ChildEnded(
        case=parent.id, state=parent.state, next_clock=parent.next_clock, next_due_at=parent.next_due_at,
        child=child.id, how=Code(child.state),
        children=parent.children - gone, open_children=parent.open_children - 1,
    )  # fmt: skip


def reopened(parent: CaseState, before: CaseState) -> ChildReopened:
    """What the parent keeps of a child that goes on; `before` is the child's state until now."""
    back = before.state == TAKEN_BACK
    return ChildReopened(
        case=parent.id, state=parent.state, next_clock=parent.next_clock, next_due_at=parent.next_due_at,
        child=before.id,
        children=parent.children + back, open_children=parent.open_children + 1,
    )  # fmt: skip


def turned(before: CaseState, after: CaseState) -> int:
    """1 when the step ended the case, -1 when it set an ended one going again, 0 otherwise."""
    flow = workflow(after.workflow)
    return int(flow.state(after.state).terminal) - int(flow.state(before.state).terminal)


def check_parent_takes_back(parent: CaseState | None) -> None:
    """Raise Refusal when the parent has gone too far for one of its children to be done again."""
    if parent is None or workflow(parent.workflow).state(parent.state).terminal:
        raise Refusal("parent_ended", "主件已经结束，子件不能单独重办。问题还在的，请让主件重办，或者另报一件。")
    if parent.state in BARRED:
        raise Refusal("parent_answered", "主件已经反馈，正等核查。请先核查主件；没办好的退回重办，再重办这一件。")
