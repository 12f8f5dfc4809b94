"""The reporter hears of each step that changes where the matter stands, in the words of the step; so do those whose own
report was folded into the case.
"""

from collections.abc import Iterator

from liren.cases.events import (
    CaseDispatched,
    CaseEvent,
    CaseExtended,
    CaseReopened,
    CaseResumed,
    CaseSentBack,
    CaseSuspended,
    CaseTakenUp,
    ReporterMessaged,
    ResultReported,
)
from liren.flows.telling import followers, reporters, state_of
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_moves_tell_reporter"
STEPS = (
    CaseDispatched,
    CaseTakenUp,
    CaseExtended,
    CaseSuspended,
    CaseResumed,
    ResultReported,
    CaseSentBack,
    CaseReopened,
    ReporterMessaged,
)


def step_of(event: type[CaseEvent]) -> Code:
    """The step's code, as `case_step` labels know it."""
    return Code(event.__name__.lower())


def answer(event: CaseEvent, entry: Entry) -> Iterator[Tell]:
    """One notice by the link, one in the account's inbox. A message was written to one reporter and stays with him."""
    house, step = the_house(NAME, entry.area), step_of(type(event))
    yield from reporters(entry, state_of(house, event.case, entry.at), "case_moved", step=step)
    if not isinstance(event, ReporterMessaged):
        yield from followers(entry, house, "case_moved", step=step)


def hang_up() -> None:
    for event in STEPS:
        registry.flow(f"{NAME}.{step_of(event)}", on=event, do=answer, may=[Tell])
