"""A called unit that is late hears of it, whoever blew the whistle too, and with each step one level more of the town."""

from collections.abc import Iterator

from liren.cases.events.whistle import CallMissed
from liren.flows.telling import accounts, nearest, state_of
from liren.flows.whistling import call_in, of_unit, raisers, round_of, tell
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_unit_is_late_to_whistle_tell_up_the_chain"
CHAIN = ("town_deputy", "town_head")


def answer(event: CallMissed, entry: Entry) -> Iterator[Tell]:
    """Level 1 is the unit and the raiser, 2 镇分管, 3 镇主要; an emergency begins one level higher.

    An objection nobody decides is late on the raiser's side: the arbiter hears of it.
    """
    house = the_house(NAME, entry.area)
    found = call_in(house, event.case, event.call)
    if found is None or found[1].wait is None or found[1].wait.clock != event.clock:
        return
    whistle, call = found
    facts = {"unit": call.unit, "clock": event.clock, "due": event.due_at, "round": round_of(call.id, event.level)}
    waited = of_unit(house, call.unit, entry) if found[1].wait.owner == "unit" else []
    if event.clock == "object":
        waited = nearest(house, state_of(house, event.case, entry.at), "arbiter", entry)
    if event.level == 1:
        yield from tell(entry, "whistle_late", list(dict.fromkeys([*waited, *raisers(house, whistle, entry)])), **facts)
    up = CHAIN[: event.level - 1 + event.hurried]
    chain = [h for h in people.duty_chain(house, AreaCode(entry.area), entry.at) if h.post in up]
    yield from tell(entry, "whistle_escalated", [a for a in accounts(chain) if a not in waited], **facts)


def hang_up() -> None:
    registry.flow(NAME, on=CallMissed, do=answer, may=[Tell])
