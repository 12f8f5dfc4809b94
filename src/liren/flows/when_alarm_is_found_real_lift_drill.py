"""Somebody said of an alarm in a drill that it is real: its case is a case like any other from then on, and so are its parts."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import LiftDrill
from liren.cases.queries import drilled
from liren.devices.events.drills import AlarmFoundReal
from liren.devices.queries import alarms
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_found_real_lift_drill"


def answer(event: AlarmFoundReal, entry: Entry) -> Iterator[LiftDrill]:
    """Once for the group: its case is a drill no more when the others of it are told."""
    if event.case is None:
        return
    house = the_house(NAME, entry.area)
    card, _ = alarms.group_of(house, event.alarm)
    for case in drilled.of_one(house, event.case):
        yield LiftDrill(case=case, note=uuid5(case, f"real {event.head}"), words=card.words)


def hang_up() -> None:
    registry.flow(NAME, on=AlarmFoundReal, do=answer, may=[LiftDrill])
