"""What the reporter adds later reaches whoever works on it."""

from collections.abc import Iterator

from liren.cases.events import PhotosAdded, WordsAdded
from liren.cases.workflows import workflow
from liren.flows.telling import notice, state_of, waited_for
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_reporter_adds_tell_holder"


def answer(event: WordsAdded | PhotosAdded, entry: Entry) -> Iterator[Tell]:
    """Not what staff add themselves."""
    if entry.actor_kind == "staff":
        return
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    for account in waited_for(house, case, workflow(case.workflow).state(case.state).owner, entry):
        yield notice(entry, "case_note_added", account=account)


def hang_up() -> None:
    registry.flow(NAME, on=WordsAdded, do=answer, may=[Tell])
    registry.flow(NAME + ".photos", on=PhotosAdded, do=answer, may=[Tell])
