"""A camera has to be filed, or somebody has to look how long its recordings are kept: the unit that keeps it is reminded."""

from collections.abc import Iterator
from datetime import datetime

from liren.devices.events.law import CameraDue
from liren.devices.queries import cameras
from liren.devices.rules.law import SHANGHAI, TOLD_AT
from liren.flows.watching import day_of, keepers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_camera_is_due_tell_owner"


def answer(event: CameraDue, entry: Entry) -> Iterator[Tell]:
    house = the_house(NAME, entry.area)
    card = cameras.camera_card(house, event.camera)
    told = keepers(house, (card.owner,), AreaCode(entry.area), entry.at)
    due = datetime.combine(event.due, TOLD_AT, SHANGHAI)
    yield from tell(
        entry, "camera_law_due", "camera", event.camera, told, round=day_of(entry), what=event.what, due=due
    )


def hang_up() -> None:
    registry.flow(NAME, on=CameraDue, do=answer, may=[Tell])
