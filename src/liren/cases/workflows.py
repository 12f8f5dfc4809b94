"""The shape of a workflow: where a case can stand, who is waited for, which clock runs, which moves lead out.

A workflow is data (workflows/*.toml); what a move needs beyond the right role is code (rules/acts/). Sources:
GB/T 30428 七步闭环, 《北京市接诉即办工作条例》, domain.md §2.2, §2.3 and §7.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from liren.kernel import Code

Owner = Literal["desk", "keeper", "handler", "verifier", "arbiter", "approver", "reporter", "none"]
Role = Literal[
    "desk",
    "keeper",
    "handler",
    "verifier",
    "arbiter",
    "approver",
    "supervisor",
    "callback",
    "reporter",
    "called",
    "helper",
    "client",
    "house",
]
ClockKind = Literal["accept", "contact", "solve", "verify", "callback", "resume"]

ROLE_LABELS: dict[str, str] = {
    "desk": "受理员",
    "keeper": "网格员",
    "handler": "承办人",
    "verifier": "核查员",
    "arbiter": "裁定人",
    "approver": "审批人",
    "supervisor": "督查员",
    "callback": "回访员",
    "reporter": "反映人",
    "called": "吹哨叫来的单位",
    "helper": "配合单位",
    "client": "对接系统",
    "house": "系统",
}
CLOCK_LABELS: dict[str, str] = {
    "accept": "签收",
    "contact": "首次联系",
    "solve": "办结",
    "verify": "核查",
    "callback": "回访",
    "resume": "缓办到期",
}
EXEMPT = frozenset({"as_logged"})
"""Workflows the model checker lets pass by name: a replayed log knows neither verifiers nor clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way out of a state (or, with `to` empty, an act that leaves the state as it is)."""

    act: str
    by: tuple[Role, ...]
    to: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case stands. `owner` is who is waited for, `clock` the one that runs while they are.

    `terminal`: the work has ended here, though the reporter may still speak.
    """

    code: str
    label: str
    owner: Owner
    clock: ClockKind | None = None
    terminal: bool = False
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """States and moves. `ongoing` are acts possible in every state that is not terminal, `always` in every state."""

    label: str
    start: str
    states: tuple[State, ...]
    ongoing: tuple[Move, ...] = ()
    always: tuple[Move, ...] = ()

    def state(self, code: str) -> State:
        """The state of a code. Raises LookupError for one this workflow does not have."""
        for state in self.states:
            if state.code == code:
                return state
        raise LookupError(f"no state {code!r} in workflow {self.label}")

    def moves(self, code: str) -> tuple[Move, ...]:
        """Every move that the state allows, its own first."""
        state = self.state(code)
        return state.moves + (() if state.terminal else self.ongoing) + self.always

    def find(self, code: str, act: str, outcome: str = "") -> Move | None:
        """The move of one act (and outcome) out of a state; None when the state has none."""
        return next((m for m in self.moves(code) if m.act == act and m.outcome == outcome), None)


@cache
def workflow(code: str) -> Workflow:
    """A shipped workflow, read once. Raises FileNotFoundError for an unknown code, msgspec.ValidationError for a bad file."""
    path = Path(__file__).parent / "workflows" / f"{Code(code)}.toml"
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Workflow)


@cache
def shipped() -> tuple[str, ...]:
    """Codes of the workflows that ship with the room."""
    return tuple(sorted(p.stem for p in (Path(__file__).parent / "workflows").glob("*.toml")))
