"""A request to look through a camera was answered: whoever asked hears yes or no."""

from collections.abc import Iterator

from liren.devices.events.views import ViewDecided
from liren.devices.queries import views
from liren.flows.watching import tell
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_view_is_decided_tell_asker"
DECISIONS = {"yes": "同意", "no": "不同意"}


def answer(event: ViewDecided, entry: Entry) -> Iterator[Tell]:
    request = views.request_card(the_house(NAME, entry.area), event.request)
    decision = Code("yes" if event.approved else "no")
    yield from tell(entry, "view_decided", "camera", event.camera, [request.asked_by], decision=decision)


def hang_up() -> None:
    registry.flow(NAME, on=ViewDecided, do=answer, may=[Tell])
