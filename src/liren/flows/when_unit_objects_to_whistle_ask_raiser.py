"""A unit that says it should not have been called waits for whoever blew the whistle, or the arbiter; then it is told."""

from collections.abc import Iterator

from liren.cases.events import ObjectionDecided
from liren.cases.events.whistle import CallObjected
from liren.flows.telling import nearest, state_of
from liren.flows.whistling import call_in, of_unit, raisers, round_of, tell
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_unit_objects_to_whistle_ask_raiser"
DECISIONS = {"excused": "不用来了", "comes": "还是要来"}


def answer(event: CallObjected, entry: Entry) -> Iterator[Tell]:
    house = the_house(NAME, entry.area)
    found = call_in(house, event.case, event.call)
    if found is None or found[1].state != "objected":
        return
    own = set(of_unit(house, event.by_unit, entry))
    asked = [*raisers(house, found[0], entry), *nearest(house, state_of(house, event.case, entry.at), "arbiter", entry)]
    who = [a for a in dict.fromkeys(asked) if a not in own]
    yield from tell(entry, "whistle_objected", who, unit=event.by_unit, due=event.until, round=round_of(event.call))


def decided(event: ObjectionDecided, entry: Entry) -> Iterator[Tell]:
    house = the_house(NAME, entry.area)
    what = Code("excused" if event.upheld else "comes")
    yield from tell(
        entry, "whistle_decided", of_unit(house, event.by_unit, entry), decision=what, round=round_of(event.call)
    )


def hang_up() -> None:
    registry.flow(NAME, on=CallObjected, do=answer, may=[Tell])
    registry.flow(NAME + ".decided", on=ObjectionDecided, do=decided, may=[Tell])
