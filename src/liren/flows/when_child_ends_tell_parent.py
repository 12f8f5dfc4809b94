"""Each part of a matter that is done is told to whoever leads the whole, and counted to its reporter."""

from collections.abc import Iterator

from liren.cases.events import ChildEnded
from liren.flows.telling import hands_of, notice, reporters, state_of
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_child_ends_tell_parent"


def answer(event: ChildEnded, entry: Entry) -> Iterator[Tell]:
    """The reporter hears only of the whole: so many parts, so many done. One that was taken back is no news to him."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if case.closed_at is not None:
        return
    left, whole = event.open_children, event.children
    for account in hands_of(house, case, entry.at):
        template = "child_ended" if left else "children_done"
        yield notice(entry, template, account=account, round=whole - left, left=left or None)
    if event.how != "taken_back" and whole:
        yield from reporters(entry, case, "parts_done", parts=whole, done=whole - left)


def hang_up() -> None:
    registry.flow(NAME, on=ChildEnded, do=answer, may=[Tell])
