"""A resident asks to see recordings: who answers there hears of it, again before its day, and above them once the day has passed."""

from collections.abc import Iterator

from liren.devices.events.law import FootagePressed
from liren.devices.events.views import FootageAsked
from liren.devices.queries import footage
from liren.flows.telling import accounts
from liren.flows.watching import approvers, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_footage_is_asked_tell_approver"
ABOVE = {"near": "", "late": "town_deputy", "later": "town_head"}


def answer(event: FootageAsked | FootagePressed, entry: Entry) -> Iterator[Tell]:
    """Nobody is told of one that was answered meanwhile."""
    house, area = the_house(NAME, entry.area), AreaCode(entry.area)
    if footage.footage_card(house, event.request).decided_at is not None:
        return
    told = approvers(house, area, entry.at)
    if isinstance(event, FootageAsked):
        yield from tell(entry, "footage_asked", "footage", event.request, told, due=event.due_at)
        return
    above = ABOVE[event.step]
    more = accounts(people.on_duty(house, above, area, entry.at), told) if above else []
    template = "footage_late" if above else "footage_near"
    yield from tell(entry, template, "footage", event.request, [*told, *more], by=event.due_at, due=event.due_at)


def hang_up() -> None:
    registry.flow(NAME, on=FootageAsked, do=answer, may=[Tell])
    registry.flow(NAME + ".pressed", on=FootagePressed, do=answer, may=[Tell])
