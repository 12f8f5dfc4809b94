"""A device is not heard any more: its owner is told, once a day for each gateway; those that a silent gateway hides say nothing."""

from collections.abc import Iterator

from liren.devices.events import DeviceWentSilent
from liren.devices.queries import posted
from liren.flows.watching import day_of, keepers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_device_falls_silent_tell_owner"


def answer(event: DeviceWentSilent, entry: Entry) -> Iterator[Tell]:
    """The subject is the gateway that it speaks through: what falls silent with it is told again on the same line."""
    house = the_house(NAME, entry.area)
    device = posted.kept_device(house, event.device)
    if device is None:
        return
    told = keepers(house, (device.owner, device.contact), AreaCode(entry.area), entry.at)
    yield from tell(entry, "device_silent", "device", device.gateway or event.device, told, round=day_of(entry))


def hang_up() -> None:
    registry.flow(NAME, on=DeviceWentSilent, do=answer, may=[Tell])
