"""A camera answers no more, or not as it should: the unit that keeps it is told, once a day."""

from collections.abc import Iterator

from liren.devices.events.cameras import CameraHealthChanged
from liren.devices.queries import cameras
from liren.flows.watching import day_of, keepers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_camera_fares_ill_tell_owner"
WELL = ("online", "unknown")


def answer(event: CameraHealthChanged, entry: Entry) -> Iterator[Tell]:
    """A clock that is off is on its page and in the list; nobody is called for it."""
    if event.health in WELL:
        return
    house = the_house(NAME, entry.area)
    card = cameras.camera_card(house, event.camera)
    if card.health != event.health or card.retired_on is not None:
        return
    told = keepers(house, (card.owner,), AreaCode(entry.area), entry.at)
    yield from tell(entry, "camera_down", "camera", event.camera, told, round=day_of(entry), health=event.health)


def hang_up() -> None:
    registry.flow(NAME, on=CameraHealthChanged, do=answer, may=[Tell])
