"""Somebody asks to look through a camera without a case: those who may answer hear of it, never whoever asks."""

from collections.abc import Iterator

from liren.devices.events.views import ViewRequested
from liren.devices.queries import views
from liren.flows.watching import approvers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_view_is_requested_tell_approver"


def answer(event: ViewRequested, entry: Entry) -> Iterator[Tell]:
    """Nobody is told of one that was answered meanwhile."""
    house = the_house(NAME, entry.area)
    request = views.request_card(house, event.request)
    if request.decided_at is None:
        told = approvers(house, AreaCode(entry.area), entry.at, [request.asked_by])
        yield from tell(entry, "view_to_decide", "view_request", event.request, told)


def hang_up() -> None:
    registry.flow(NAME, on=ViewRequested, do=answer, may=[Tell])
