"""Where an order can stand, who is waited for, until when, and which moves lead out (domain.md §2.4).

requested → triaged → listed → claimed | assigned → scheduled → done → confirmed → rated; exits cancelled,
converted_to_case, unconfirmed. `unclaimed` is where the community has to see to it.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["desk", "member", "handler", "requester", "house"]
Clock = Literal["triage", "claim", "widen", "schedule", "report", "handle", "confirm"]

ROLE_LABELS: dict[str, str] = {
    "desk": "社区受理的人",
    "member": "在队的队员",
    "handler": "接单的人",
    "requester": "点单人",
    "house": "系统",
}
CLOCK_LABELS: dict[str, str] = {
    "triage": "核实、派单",
    "claim": "等人接单",
    "schedule": "约时间",
    "report": "到时去办",
    "handle": "社区安排",
    "confirm": "点单人确认",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way out of a state; with `to` empty it stays. `outcome` tells the results of one act apart."""

    act: str
    by: tuple[Role, ...]
    to: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`owner` is who is waited for, `clock` how long; `terminal`: nothing is waited for any more."""

    code: str
    label: str
    owner: Role | Literal["none"]
    clock: Clock | None = None
    terminal: bool = False
    moves: tuple[Move, ...] = ()


def _m(act: str, to: str, *by: Role, outcome: str = "") -> Move:
    return Move(act=act, to=to, by=by, outcome=outcome)


CANCEL = _m("cancel", "cancelled", "requester", "desk")
CONVERT = _m("convert", "converted_to_case", "desk")
LIST, ASSIGN = _m("list", "listed", "desk"), _m("assign", "assigned", "desk")
TAKE_OVER, GIVE_BACK = _m("take_over", "assigned", "desk"), _m("give_back", "listed", "handler", "house")
TAKE_BACK, SCHEDULE = _m("take_back", "triaged", "desk"), _m("schedule", "scheduled", "handler")
UNSOLVED = _m("confirm", "triaged", "requester", outcome="unsolved")
SOLVED = _m("confirm", "confirmed", "requester", outcome="solved")

STATES: tuple[State, ...] = (
    State(code="requested", label="待核实", owner="desk", clock="triage", moves=(
        _m("triage", "triaged", "desk"), CONVERT, CANCEL)),
    State(code="triaged", label="待派单", owner="desk", clock="triage", moves=(
        LIST, ASSIGN, TAKE_OVER, CONVERT, CANCEL)),
    State(code="listed", label="等人接单", owner="member", clock="claim", moves=(
        _m("claim", "claimed", "member"), _m("decline", "", "member"), ASSIGN, TAKE_OVER, CONVERT, CANCEL,
        _m("pass_limit", "listed", "house", outcome="widened"), _m("pass_limit", "unclaimed", "house", outcome="unclaimed"))),
    State(code="unclaimed", label="没人接，社区安排", owner="desk", clock="handle", moves=(
        ASSIGN, TAKE_OVER, LIST, CONVERT, CANCEL)),
    State(code="claimed", label="已接单", owner="handler", clock="schedule", moves=(
        SCHEDULE, GIVE_BACK, TAKE_BACK, CANCEL)),
    State(code="assigned", label="已指派", owner="handler", clock="schedule", moves=(
        SCHEDULE, GIVE_BACK, TAKE_BACK, CANCEL)),
    State(code="scheduled", label="已约好", owner="handler", clock="report", moves=(
        _m("finish", "done", "handler"), SCHEDULE, GIVE_BACK, TAKE_BACK, CANCEL)),
    State(code="done", label="等点单人确认", owner="requester", clock="confirm", moves=(
        SOLVED, UNSOLVED, _m("lapse", "unconfirmed", "house"))),
    State(code="confirmed", label="已确认", owner="none", terminal=True, moves=(_m("rate", "rated", "requester"),)),
    State(code="unconfirmed", label="未确认", owner="none", terminal=True, moves=(SOLVED, UNSOLVED)),
    State(code="rated", label="已评单", owner="none", terminal=True),
    State(code="cancelled", label="已取消", owner="none", terminal=True),
    State(code="converted_to_case", label="已转为事项", owner="none", terminal=True),
)  # fmt: skip
START = "requested"
ONGOING = (
    Move(act="add_words", by=("requester",)),
    Move(act="message", by=("desk", "handler")),
)
"""Acts that every state allows in which somebody is still waited for."""

AFTER = (Move(act="forget", by=("house",)),)
"""What still happens to an order that has ended."""

BY_CODE = {state.code: state for state in STATES}
LABELS = {state.code: state.label for state in STATES}
WAITING = tuple(state.code for state in STATES if not state.terminal)
ENDED = tuple(state.code for state in STATES if state.terminal)
IN_HAND = ("claimed", "assigned", "scheduled")
"""States in which somebody has the order and may see where it is."""
TO_PLACE = ("triaged", "listed", "unclaimed")
"""States in which the batch looks for somebody."""


def moves(state: State) -> tuple[Move, ...]:
    """Every move that a state allows, its own first."""
    return state.moves + (AFTER if state.terminal else ONGOING)


def find(code: str, act: str, outcome: str = "") -> Move | None:
    """The move of one act (and outcome) out of a state; None when it has none."""
    return next((m for m in moves(BY_CODE[code]) if m.act == act and m.outcome == outcome), None)
