"""When the last called unit has left, both sides are asked: how did they answer, and was the whistle right?"""

from collections.abc import Iterator

from liren.cases.events import WhistleWorkDone
from liren.cases.queries.whistles import whistles_of
from liren.flows.telling import hands_of, state_of
from liren.flows.whistling import of_unit, raisers, round_of, tell
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_whistle_ends_ask_for_ratings"


def answer(event: WhistleWorkDone, entry: Entry) -> Iterator[Tell]:
    """Whoever leads the case hears that it may go on."""
    house = the_house(NAME, entry.area)
    whistle = next((w for w in whistles_of(house, event.case) if w.id == event.ended), None)
    if whistle is None:
        return
    units = [a for c in whistle.calls if c.state in ("done", "released") for a in of_unit(house, c.unit, entry)]
    asked = dict.fromkeys([*raisers(house, whistle, entry), *units])
    yield from tell(entry, "whistle_rate", list(asked), until=event.until, round=round_of(event.ended))
    lead = [a for a in hands_of(house, state_of(house, event.case, entry.at), entry.at) if a not in asked]
    yield from tell(entry, "whistle_done", lead, round=round_of(event.ended))


def hang_up() -> None:
    registry.flow(NAME, on=WhistleWorkDone, do=answer, may=[Tell])
