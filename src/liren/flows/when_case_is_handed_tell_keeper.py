"""The keeper of a micro-grid hears at once that something of hers was reported."""

from collections.abc import Iterator

from liren.cases.events import CaseHanded
from liren.flows.telling import notice
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_handed_tell_keeper"


def answer(event: CaseHanded, entry: Entry) -> Iterator[Tell]:
    """One notice to the keeper."""
    yield notice(entry, "case_handed", account=event.keeper)


def hang_up() -> None:
    registry.flow(NAME, on=CaseHanded, do=answer, may=[Tell])
