"""Nobody at a post answered 查岗 in time: whoever owns the device or is called about it hears it, to ring the duty room."""

from collections.abc import Iterator

from liren.devices.events import PostCheckUnanswered
from liren.devices.queries import posted
from liren.flows.watching import day_of, keepers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_post_check_is_unanswered_tell_owner"


def answer(event: PostCheckUnanswered, entry: Entry) -> Iterator[Tell]:
    """Several of one day are one alert that comes back on top. It names the post, nobody who should have sat there."""
    house = the_house(NAME, entry.area)
    device = posted.kept_device(house, event.device)
    if device is None:
        return
    told = keepers(house, (device.owner, device.contact), AreaCode(entry.area), entry.at)
    yield from tell(entry, "post_unanswered", "device", event.device, told, round=day_of(entry), minutes=event.minutes)


def hang_up() -> None:
    registry.flow(NAME, on=PostCheckUnanswered, do=answer, may=[Tell])
