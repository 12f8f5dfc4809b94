"""Somebody said on a case that it is no drill: the alarms behind it are real too, and so are the whole and its other parts."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases import queries as cases
from liren.cases.commands import LiftDrill
from liren.cases.events import DrillLifted
from liren.cases.queries import drilled
from liren.devices.commands import SayReal
from liren.devices.queries import alarms
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_drill_case_is_found_real_say_so"
LONGEST = 200


def answer(event: DrillLifted, entry: Entry) -> Iterator[SayReal | LiftDrill]:
    """Nothing is left to say where the word came from the alarm's own page."""
    house = the_house(NAME, entry.area)
    note = cases.case_card(house, event.case, entry.at).notes.get(event.note)
    words = note.text if note else "在案件上说是真的。"
    waiting = [alarm for alarm in alarms.of_case(house, event.case) if alarm.drill and alarm.closed_at is None]
    if waiting:
        yield SayReal(alarm=waiting[0].id, words=words[:LONGEST])
    for case in drilled.of_one(house, event.case):
        yield LiftDrill(case=case, note=uuid5(case, f"real {event.note}"), words=words)


def hang_up() -> None:
    registry.flow(NAME, on=DrillLifted, do=answer, may=[SayReal, LiftDrill])
