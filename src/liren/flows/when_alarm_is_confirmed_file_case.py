"""A person says that an alarm is real: the same case goes on, filed and ready to be dispatched."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import FileCase
from liren.devices.events import AlarmConfirmed
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_confirmed_file_case"
WORDS = "有人核实过，告警是真的。"


def answer(event: AlarmConfirmed, entry: Entry) -> Iterator[FileCase]:
    """Once, with the first of a group; a case that the desk filed itself goes on already."""
    if event.case is None:
        return
    case = state_of(the_house(NAME, entry.area), event.case, entry.at)
    if case.state == "reported":
        yield FileCase(case=case.id, note=uuid5(event.alarm, "confirmed"), words=WORDS)


def hang_up() -> None:
    registry.flow(NAME, on=AlarmConfirmed, do=answer, may=[FileCase])
