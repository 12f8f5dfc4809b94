"""Which acts this person has on this case now: for the buttons of a page, and for the sentence of a refusal."""

from dataclasses import dataclass

from liren.cases.commands import COMMANDS
from liren.cases.rules.guards import applies, objection
from liren.cases.rules.scene import Scene
from liren.cases.workflows import ROLE_LABELS, Move
from liren.kernel import Conflict, Denied


@dataclass(frozen=True, slots=True)
class Act:
    """A button: the act's code, its Chinese verb, and why it is not possible now ("" when it is)."""

    code: str
    label: str
    why_not: str = ""


def allowed(scene: Scene) -> list[Act]:
    """The acts of this person's roles in this state, in the workflow's order, each once."""
    acts = {}
    for move in scene.flow.moves(scene.case.state):
        if scene.who.roles.intersection(move.by) and move.act in COMMANDS and applies(scene, move.act):
            no = objection(scene, move.act)
            acts[move.act] = Act(move.act, COMMANDS[move.act].label, no.sentence if no else "")
    return list(acts.values())


def permitted(scene: Scene, act: str, outcome: str) -> Move:
    """The move that an act makes here. Raises Conflict (wrong state), Denied (not this role's) or a guard's Refusal."""
    move = scene.flow.find(scene.case.state, act, outcome)
    if move is None:
        raise _moved_on(scene, act)
    if not scene.who.roles.intersection(move.by):
        who = "、".join(ROLE_LABELS[role] for role in move.by)
        raise Denied(f"“{COMMANDS[act].label}”由{who}来做，您在这件事上没有这个职责。", code="role")
    no = objection(scene, act)
    if no is not None:
        raise no
    return move


def _moved_on(scene: Scene, act: str) -> Conflict:
    state = scene.flow.state(scene.case.state)
    open_now = [a.label for a in allowed(scene) if not a.why_not]
    can = f"您现在可以：{'、'.join(open_now)}。" if open_now else "您现在不用做什么。"
    return Conflict(
        "wrong_state",
        f"这件事现在是“{state.label}”，不能{COMMANDS[act].label}。{can}",
        current={"state": state.code, "label": state.label, "version": scene.case.version},
    )
