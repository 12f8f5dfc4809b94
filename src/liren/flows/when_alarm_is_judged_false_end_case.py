"""A person says that an alarm was none: its case ends as a false alarm, with the cause and what was seen."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import EndFalseAlarm
from liren.devices.events import AlarmJudgedFalse
from liren.devices.kinds import CAUSES
from liren.devices.queries import alarms
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_judged_false_end_case"


def answer(event: AlarmJudgedFalse, entry: Entry) -> Iterator[EndFalseAlarm]:
    """Once, with the first of a group. A case that somebody confirmed before ends with its proof, not here."""
    if event.case is None:
        return
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if case.state == "reported":
        card, _ = alarms.group_of(house, event.alarm)
        words = f"误报：{CAUSES[event.cause][0]}。{card.words}"
        yield EndFalseAlarm(case=case.id, cause=event.cause, note=uuid5(event.alarm, "false"), words=words)


def hang_up() -> None:
    registry.flow(NAME, on=AlarmJudgedFalse, do=answer, may=[EndFalseAlarm])
