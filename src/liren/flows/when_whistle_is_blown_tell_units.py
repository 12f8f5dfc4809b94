"""A whistle reaches everybody who works for the units it calls, at any hour when it is an emergency."""

from collections.abc import Iterator

from liren.cases.events import WhistleBlown
from liren.cases.queries.whistles import whistles_of
from liren.flows.whistling import of_unit, round_of, tell
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_whistle_is_blown_tell_units"


def answer(event: WhistleBlown, entry: Entry) -> Iterator[Tell]:
    """With the moment until which the unit answers; an emergency's letter does not wait for the morning."""
    house = the_house(NAME, entry.area)
    whistle = next((w for w in whistles_of(house, event.case) if w.id == event.whistle), None)
    template = "whistle_hurried" if whistle and whistle.spec.hurried else "whistle_blown"
    for call in whistle.calls if whistle and whistle.open else ():
        facts = {"kind": event.sort, "unit": call.unit, "due": call.acknowledge_due_at, "there": call.arrive_due_at}
        yield from tell(entry, template, of_unit(house, call.unit, entry), round=round_of(call.id), **facts)


def hang_up() -> None:
    registry.flow(NAME, on=WhistleBlown, do=answer, may=[Tell])
