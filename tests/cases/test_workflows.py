"""A model checker walks every kind: whatever people do, a case ends, and somebody with a clock is always waited for."""

from contextlib import suppress
from dataclasses import replace

import pytest

from liren.cases import commands as c
from liren.cases.kinds import shipped_kinds
from liren.cases.rules.check_workflow import check_workflow, reachable
from liren.cases.rules.children import ended
from liren.cases.rules.fold import CaseState, apply
from liren.cases.rules.guards import REOPEN_WITHIN, SILENCE
from liren.cases.rules.scene import Found, Who
from liren.cases.workflows import EXEMPT, Move, State, Workflow, shipped, workflow
from liren.kernel import Code, Refusal
from tests.cases.scenes import EVERYBODY, HANDLER, HERE, OUT_OF_LIST, Life, a_case, an_id, closed, terms

OUTCOMES: dict[str, list[dict[str, object]]] = {
    "verify": [{"passed": True}, {"passed": False}],
    "decide_relief": [{"granted": g, "kind": Code(k)} for g in (True, False) for k in ("extend", "suspend")],
    "ask_relief": [{"kind": Code("extend")}, {"kind": Code("suspend")}],
    "decide_arbitration": [{"unit": None}, {"unit": an_id("another")}],
    "confirm": [{"solved": True}, {"solved": False}],
    "report_result": [{"result": Code(r)} for r in ("solved", "explained", "unsolved")],
    "correct_kind": [{"kind": Code("other")}],
    "merge": [{"into": an_id("other")}],
}
WAITS = {"lapse": (SILENCE.total_seconds(),), "reopen": (0.0, REOPEN_WITHIN.total_seconds() + 1)}
FACTOTUM = Who(account=HANDLER.account, roles=frozenset(r for who in EVERYBODY for r in who.roles))
COUNTED = ("returns", "arbitrations", "extensions", "reopens")


def mark(case: CaseState) -> tuple[object, ...]:
    """What makes two cases the same for the walk."""
    parts = (bool(case.hands), case.parent is not None, case.open_children > 0)
    return (case.state, case.relief, case.confirm, *parts, *(getattr(case, n) for n in COUNTED))


def steps(life: Life, other: CaseState) -> list[Life]:
    """Every step anybody can take now, at once or after the silence; one person plays all parts."""
    found = Found(terms=terms("other"), place=HERE, other=other, ground=OUT_OF_LIST)
    taken = []
    for act in {m.act for m in workflow("standard").moves(life.case.state)}:
        for told in OUTCOMES.get(act, [{}]):
            for who in (*EVERYBODY, FACTOTUM):
                for wait in WAITS.get(act, (0.0,)):
                    copy = Life(life.case, life.clocks, [], life.terms, life.now).later(seconds=wait)
                    with suppress(Refusal):
                        taken.append(copy.do(who, c.COMMANDS[act], found=found, **told))
    return taken + ([_a_part_ends(life)] if life.case.open_children else [])


def _a_part_ends(life: Life) -> Life:
    """The last open part of the case is done: its parent counts it."""
    child = replace(life.case, id=an_id("child"), parent=life.case.id, state=Code("closed"))
    after = replace(apply(life.case, ended(life.case, child)), open_children=0)
    return Life(after, life.clocks, [], life.terms, life.now)


def walk(kind: str) -> tuple[dict[tuple[object, ...], Life], dict[tuple[object, ...], set[tuple[object, ...]]]]:
    """All situations a case of this kind can come into, and the steps between them."""
    other = a_case(case_id=an_id("other")).case
    first = a_case("street_light_out" if kind == "a child" else kind, case_id=an_id("walked"))
    if kind == "a child":
        first.case = replace(first.case, parent=an_id("parent"))
    seen, edges, todo = {mark(first.case): first}, {}, [first]
    while todo:
        life = todo.pop()
        edges[mark(life.case)] = set()
        for after in steps(life, replace(other, secrecy=life.case.secrecy)):
            edges[mark(life.case)].add(mark(after.case))
            if mark(after.case) not in seen:
                seen[mark(after.case)] = after
                todo.append(after)
    return seen, edges


@pytest.fixture(scope="module", params=["street_light_out", "neighbour_dispute", "policy_question", "a child"])
def walked(request: pytest.FixtureRequest):
    return walk(request.param)


def test_from_everywhere_a_case_can_end(walked):
    seen, edges = walked
    flow = workflow("standard")
    ends = {m for m, life in seen.items() if flow.state(life.case.state).terminal}
    while True:
        more = {m for m, nexts in edges.items() if nexts & ends} | ends
        if more == ends:
            break
        ends = more
    assert set(seen) == ends


def test_in_every_waiting_situation_somebody_has_a_clock(walked):
    seen, _ = walked
    flow = workflow("standard")
    for life in seen.values():
        state = flow.state(life.case.state)
        if not state.terminal:
            running = {k.kind for k in life.clocks if k.running_since and k.ended_at is None}
            assert state.owner != "none", state.code
            assert state.clock in running, state.code
            assert life.case.next_due_at is not None


def test_nothing_happens_more_often_than_it_may(walked):
    seen, _ = walked
    for name in COUNTED:
        assert max(getattr(life.case, name) for life in seen.values()) == 1, name


def test_every_state_is_reached(walked):
    seen, _ = walked
    states = {life.case.state for life in seen.values()}
    child = any(life.case.parent for life in seen.values())
    other = {"merged", "not_accepted"} if child else {"taken_back"}
    assert states >= {s.code for s in workflow("standard").states} - {"replied", "feedback"} - other


def test_closed_always_means_verified_by_other_hands(walked):
    seen, _ = walked
    for life in seen.values():
        if life.case.state == "closed":
            assert life.case.verifier is not None
            assert life.case.verifier not in life.case.hands


@pytest.mark.parametrize("kind", sorted(shipped_kinds()))
def test_every_shipped_kind_can_be_reported_and_closed(kind: str):
    assert closed(kind=kind).case.state == "closed"


@pytest.mark.parametrize("code", shipped())
def test_a_shipped_workflow_has_no_fault(code: str):
    assert check_workflow(code, workflow(code)) == []


def test_only_the_replayed_log_is_exempt():
    assert {"as_logged"} == EXEMPT


def broken(**changed: object) -> list[str]:
    """The faults of the standard workflow with one state changed."""
    flow = workflow("standard")
    code = changed.pop("code")
    states = tuple(replace(s, **changed) if s.code == code else s for s in flow.states)  # type: ignore[arg-type]
    return [p.sentence for p in check_workflow("standard", replace(flow, states=states))]


def test_the_checker_finds_what_is_wrong():
    verify = Move(act="verify", outcome="passed", to="closed", by=("handler",))
    assert "从这里走不到任何结束的状态。" in broken(code="suspended", moves=())
    assert "等着办的状态没有人负责，或者没有时限。" in broken(code="filed", clock=None)
    assert "承办人或网格员能核查自己办的事。" in broken(code="feedback", moves=(verify,))
    assert "没有核查就能结案。" in broken(code="dispatched", moves=(Move(act="take_up", to="closed", by=("handler",)),))
    assert "“verify”通往没有的状态“gone”。" in broken(code="feedback", moves=(replace(verify, to="gone"),))
    assert "没有“fly”这个动作。" in broken(
        code="filed", moves=(*workflow("standard").state("filed").moves, Move(act="fly", by=("desk",)))
    )


def test_an_island_is_found():
    flow = workflow("standard")
    island = State(code="island", label="孤岛", owner="none", terminal=True)
    faults = check_workflow("standard", Workflow(label="", start=flow.start, states=(*flow.states, island)))
    assert [p.key for p in faults] == ["island"]
    assert "island" not in reachable(flow, flow.start)


def test_a_person_without_a_role_can_do_nothing():
    life = a_case()
    nobody = Who(account=an_id("nobody"))
    for order in c.COMMANDS.values():
        with pytest.raises(Refusal):
            life.do(nobody, order, found=Found(terms=terms("other"), place=HERE, ground=OUT_OF_LIST))
