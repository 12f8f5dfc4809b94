"""decide: the one place that says what an order on an existing case comes to. Same inputs, same answer.

The workflow says which moves there are and for whom, guards.py what they need besides; in the files here each order
adds what only it can know (its words, its photos, its amounts) and names the event. Every no is a Refusal with a
sentence.
"""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts import alarming, deciding, drilling, handling, receiving, splitting, talking, turning
from liren.cases.rules.acts.deciding import SENIORITY
from liren.cases.rules.acts.makers import MAKERS
from liren.cases.rules.allowed import permitted
from liren.cases.rules.draw import drawn
from liren.cases.rules.scene import Scene
from liren.kernel import Code

__all__ = [
    "SENIORITY",
    "alarming",
    "decide",
    "deciding",
    "drilling",
    "handling",
    "receiving",
    "splitting",
    "talking",
    "turning",
]


def decide(scene: Scene, command: c.CaseCommand) -> e.CaseEvent:
    """The event this order comes to. Raises Refusal, Denied or Conflict with the sentence to show."""
    act, outcome = command.act, command.outcome
    if isinstance(command, c.SolveOnSpot):
        outcome = "drawn" if _is_drawn(scene) else "replied"
    move = permitted(scene, act, outcome)
    return MAKERS[type(command)](scene, command, Code(move.to or scene.case.state))


def _is_drawn(s: Scene) -> bool:
    return drawn(s.case.id, s.case.reported_at, s.kind.drawn_share)
