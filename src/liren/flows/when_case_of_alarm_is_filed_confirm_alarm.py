"""The desk files a case that a device began: that is its word that the alarm is real."""

from collections.abc import Iterator

from liren.cases.events import CaseFiled
from liren.devices.commands import ConfirmAlarm
from liren.devices.queries import alarms
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_of_alarm_is_filed_confirm_alarm"


def answer(event: CaseFiled, entry: Entry) -> Iterator[ConfirmAlarm]:
    """One order answers for the whole group; nothing is left to say where the word was said on the alarm's own page."""
    house = the_house(NAME, entry.area)
    if state_of(house, event.case, entry.at).channel != "device":
        return
    waiting = [alarm for alarm in alarms.of_case(house, event.case) if alarm.waits]
    if waiting:
        yield ConfirmAlarm(alarm=waiting[0].id)


def hang_up() -> None:
    registry.flow(NAME, on=CaseFiled, do=answer, may=[ConfirmAlarm])
