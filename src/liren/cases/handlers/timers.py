"""Timers of a case, set with every step, and what each of them orders when it rings."""

from collections.abc import Iterator

from liren.cases.commands import EscalateCase, LapseConfirmation, ResumeCase, WarnCase
from liren.cases.models.blown import timed_of
from liren.cases.rules.bells import LAPSE, LATE, RESUME, WARN, bells
from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Terms
from liren.cases.rules.steps import Step
from liren.trust import registry, timers
from liren.trust.deliveries import Rung
from liren.trust.registry import Act

ORDERS = {WARN: WarnCase, LATE: EscalateCase, RESUME: ResumeCase, LAPSE: LapseConfirmation}


def set_bells(before: CaseState | None, step: Step, terms: Terms, act: Act) -> None:
    """Ask for the timers that a step changed; a corrected place moves the rest with a statement of its own."""
    case = step.case
    if before is not None and before.scope != case.scope:
        move_along(case, case.scope)
    asked = bells(before, step.event, case, step.clocks, terms.calendar, act.now)
    act.ring(timers.Ring(subject=case.id, kind=bell.kind, no=0, area=case.scope, fire_at=bell.at) for bell in asked)


def move_along(case: CaseState, area: str) -> None:
    """Let what waits for a case ring in the area that answers for it now: its own timers, and those of its open whistle."""
    timers.move_timers(case.id, area)
    for subject in timed_of(case.id) if case.called else ():
        timers.move_timers(subject, area)


def hang_up() -> None:
    """Register what each timer orders."""
    for kind, order in ORDERS.items():

        def ring(rung: Rung, order: type = order) -> Iterator[WarnCase]:
            yield order(case=rung.subject)

        registry.timer(kind, do=ring, may=(order,))
