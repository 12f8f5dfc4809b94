"""The entry of a group ends soon: whoever answers for it is asked whether it is still needed."""

from collections.abc import Iterator

from liren.kernel import AreaCode, Code
from liren.notices.commands import Tell
from liren.notices.events.groups import GroupNearsEnd
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_group_nears_its_end_ask_its_owner"


def answer(event: GroupNearsEnd, entry: Entry) -> Iterator[Tell]:
    """One notice to the owner."""
    yield Tell(
        account=event.owner,
        template=Code("group_near_end"),
        subject_kind=Code("group"),
        subject=event.group,
        area=AreaCode(entry.area),
        facts=((Code("days"), event.days),),
    )


def hang_up() -> None:
    registry.flow(NAME, on=GroupNearsEnd, do=answer, may=[Tell])
