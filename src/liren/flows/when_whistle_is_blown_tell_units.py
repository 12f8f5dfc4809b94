"""A whistle reaches everybody who works for the units it calls, or calls later, at any hour when it is an emergency."""

from collections.abc import Iterator

from liren.cases.events import UnitCalled, WhistleBlown
from liren.cases.queries.whistles import whistles_of
from liren.flows.whistling import of_unit, round_of, tell
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_whistle_is_blown_tell_units"


def answer(event: WhistleBlown | UnitCalled, entry: Entry) -> Iterator[Tell]:
    """With the moment until which the unit answers; an emergency's letter does not wait for the morning."""
    house = the_house(NAME, entry.area)
    whistle = next((w for w in whistles_of(house, event.case) if w.id == event.whistle), None)
    if whistle is None or not whistle.open:
        return
    template = "whistle_hurried" if whistle.spec.hurried else "whistle_blown"
    only = event.call if isinstance(event, UnitCalled) else None
    for call in (c for c in whistle.calls if only in (None, c.id)):
        facts = {
            "kind": Code(whistle.kind),
            "unit": call.unit,
            "due": call.acknowledge_due_at,
            "there": call.arrive_due_at,
        }
        yield from tell(entry, template, of_unit(house, call.unit, entry), round=round_of(call.id), **facts)


def hang_up() -> None:
    registry.flow(NAME, on=WhistleBlown, do=answer, may=[Tell])
    registry.flow(NAME + ".another", on=UnitCalled, do=answer, may=[Tell])
