"""A false alarm left something to be done at the device: its owner is told what."""

from collections.abc import Iterator

from liren.devices.events import AlarmJudgedFalse
from liren.devices.queries import alarms, posted
from liren.flows.watching import keepers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_judged_false_tell_owner"


def answer(event: AlarmJudgedFalse, entry: Entry) -> Iterator[Tell]:
    if event.task is None:
        return
    house = the_house(NAME, entry.area)
    card, _ = alarms.group_of(house, event.alarm)
    device = posted.kept_device(house, card.device)
    if device is None:
        return
    told = keepers(house, (device.owner, device.contact), AreaCode(entry.area), entry.at)
    yield from tell(entry, "device_to_service", "device", card.device, told, cause=event.cause)


def hang_up() -> None:
    registry.flow(NAME, on=AlarmJudgedFalse, do=answer, may=[Tell])
