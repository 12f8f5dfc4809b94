"""One whole step of a case, pure: the order decided, the clocks run, the event stamped, the state folded."""

from dataclasses import dataclass, replace
from datetime import datetime

from liren.cases.commands import CaseCommand
from liren.cases.events import CaseEvent, ClocksRecalculated, KindCorrected
from liren.cases.rules import clocks as clockwork
from liren.cases.rules.acts import decide
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState, apply
from liren.cases.rules.scene import Scene, Terms
from liren.kernel import Code


@dataclass(frozen=True, slots=True)
class Step:
    """What a case is after an event, with all its clocks."""

    case: CaseState
    clocks: tuple[Clock, ...]
    event: CaseEvent


def step(scene: Scene, clocks: tuple[Clock, ...], command: CaseCommand) -> Step:
    """Carry out one order in the mind. Raises what `decide` raises."""
    event = decide(scene, command)
    terms = scene.found.terms if isinstance(event, KindCorrected) and scene.found.terms else scene.terms
    return follow(scene.case, clocks, event, terms, scene.now)


def follow(before: CaseState | None, clocks: tuple[Clock, ...], event: CaseEvent, terms: Terms, now: datetime) -> Step:
    """Let clocks and state follow an event; the event is stamped with the clock that presses next.

    Where all clocks are counted anew, the end of a wait moves with its clock.
    """
    running = clockwork.run(clocks, before, event, apply(before, event), terms, now)
    first = clockwork.pressing(running)
    stamped = replace(
        event, next_clock=Code(first.kind) if first else None, next_due_at=first.due_at if first else None
    )
    if isinstance(stamped, KindCorrected | ClocksRecalculated):
        waits = first is not None and first.kind == "resume"
        stamped = replace(stamped, suspended_until=stamped.next_due_at if waits else None)
    return Step(apply(before, stamped), running, stamped)
