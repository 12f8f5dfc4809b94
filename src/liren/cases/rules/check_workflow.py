"""Faults of a workflow that can be seen without running it. The walk over real rules is in tests/cases."""

from collections.abc import Iterator

from liren.cases.commands import COMMANDS
from liren.cases.workflows import EXEMPT, Workflow
from liren.catalogue.kinds import Problem

HANDLING = frozenset({"handler", "keeper"})


def check_workflow(code: str, flow: Workflow) -> list[Problem]:
    """Everything wrong with a workflow; an exempt one only has to hang together."""
    faults = [*_hangs_together(flow)]
    if code not in EXEMPT and not faults:
        faults = [*_is_answered_for(flow), *_acts_are_known(flow)]
    return faults


def reachable(flow: Workflow, start: str) -> frozenset[str]:
    """Codes of the states that can be reached from one."""
    seen, todo = {start}, [start]
    while todo:
        for move in flow.moves(todo.pop()):
            if move.to and move.to not in seen:
                seen.add(move.to)
                todo.append(move.to)
    return frozenset(seen)


def _hangs_together(flow: Workflow) -> Iterator[Problem]:
    codes = [s.code for s in flow.states]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield _fault(code, "同一个状态写了两次", "删去一个")
    if flow.start not in codes:
        yield _fault("start", f"没有“{flow.start}”这个状态", "把 start 改成第一个状态的代码")
        return
    for state in flow.states:
        for move in flow.moves(state.code):
            if move.to and move.to not in codes:
                yield _fault(state.code, f"“{move.act}”通往没有的状态“{move.to}”", "补上这个状态，或者改 to")
                return
    for code in sorted(set(codes) - reachable(flow, flow.start)):
        yield _fault(code, "从开始走不到这个状态", "加一步通到这里，或者删去")
    for state in flow.states:
        if not any(flow.state(c).terminal for c in reachable(flow, state.code)):
            yield _fault(state.code, "从这里走不到任何结束的状态", "加一步通往结案、回复、不予受理或撤回")


def _is_answered_for(flow: Workflow) -> Iterator[Problem]:
    for state in flow.states:
        if not state.terminal and (state.owner == "none" or state.clock is None):
            yield _fault(state.code, "等着办的状态没有人负责，或者没有时限", "写上 owner 和 clock")
        if not state.terminal and not any(state.owner in m.by for m in state.moves):
            yield _fault(state.code, "负责的人在这里一步也走不了", f"至少给 {state.owner} 一步")
        for move in state.moves:
            if move.act == "verify" and HANDLING.intersection(move.by):
                yield _fault(state.code, "承办人或网格员能核查自己办的事", "核查只给 verifier")
            if move.act == "decide_relief" and "handler" in move.by:
                yield _fault(state.code, "承办人能批自己的申请", "审批只给 approver")
            if move.to == "closed" and move.act != "verify":
                yield _fault(state.code, "没有核查就能结案", "只有核查通过才能到 closed")


def _acts_are_known(flow: Workflow) -> Iterator[Problem]:
    for state in flow.states:
        for move in flow.moves(state.code):
            if move.act not in COMMANDS:
                yield _fault(state.code, f"没有“{move.act}”这个动作", f"从 {'、'.join(COMMANDS)} 中选一个")


def _fault(state: str, what: str, remedy: str) -> Problem:
    return Problem(key=state, sentence=f"{what}。", remedy=f"请{remedy}。")
