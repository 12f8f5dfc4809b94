"""A case that a device began is closed with its proof: the alarms behind it are over."""

from collections.abc import Iterator

from liren.cases.events import CaseClosed
from liren.devices.commands import CloseAlarms
from liren.devices.queries import alarms
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_of_alarm_is_closed_close_alarms"


def answer(event: CaseClosed, entry: Entry) -> Iterator[CloseAlarms]:
    """Only what somebody judged is closed by it (devices/handlers/alarms.py)."""
    house = the_house(NAME, entry.area)
    if state_of(house, event.case, entry.at).channel == "device" and alarms.of_case(house, event.case):
        yield CloseAlarms(case=event.case)


def hang_up() -> None:
    registry.flow(NAME, on=CaseClosed, do=answer, may=[CloseAlarms])
