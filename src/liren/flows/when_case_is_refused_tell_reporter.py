"""A report that is not accepted tells its reporter why, and where to go instead."""

from collections.abc import Iterator

from liren.cases.events import CaseRefused
from liren.flows.telling import reporters, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_refused_tell_reporter"


def answer(event: CaseRefused, entry: Entry) -> Iterator[Tell]:
    """The exit's code; the words are on the progress page."""
    case = state_of(the_house(NAME, entry.area), event.case, entry.at)
    yield from reporters(entry, case, "case_refused", exit=event.exit)


def hang_up() -> None:
    registry.flow(NAME, on=CaseRefused, do=answer, may=[Tell])
