"""An alarm that the rules speak for becomes a case waiting for confirmation on the duty desk; what rings with it joins that case.

The case's id follows from the alarm's, so that an entry answered twice opens no second case.
"""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import NoteCase, ReportCase
from liren.devices.events import AlarmRaised, AlarmRaisedAgain
from liren.devices.queries import alarms
from liren.flows.telling import state_of
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_raised_report_case"
DEVICE = Code("device")


def answer(event: AlarmRaised | AlarmRaisedAgain, entry: Entry) -> Iterator[ReportCase | NoteCase]:
    """Nobody is sent by this: the kinds of such cases begin with a person's word (cases/workflows/alarm.toml)."""
    if event.case is None:
        return
    house = the_house(NAME, entry.area)
    card, _ = alarms.group_of(house, event.alarm)
    if isinstance(event, AlarmRaised) and event.head == event.alarm:
        assert event.case_kind is not None, "an alarm with a case has its kind"
        yield ReportCase(
            case_id=event.case, note=uuid5(event.alarm, "report"), kind=event.case_kind, severity=event.severity,
            words=alarms.told(house, card), lon=card.lon, lat=card.lat, building=card.building, area=event.area,
            place_words=f"{card.device_name} {card.component_position or card.position}".strip(), channel=DEVICE,
            occurred_at=event.received_at,
        )  # fmt: skip
        return
    case = state_of(house, event.case, entry.at)
    how = "又响了" if isinstance(event, AlarmRaisedAgain) else "同一处又有一条"
    yield NoteCase(case=case.id, note=uuid5(entry.id, "joins"), words=f"{how}：{alarms.told(house, card)}")


def hang_up() -> None:
    registry.flow(NAME, on=AlarmRaised, do=answer, may=[ReportCase, NoteCase])
    registry.flow(NAME + ".again", on=AlarmRaisedAgain, do=answer, may=[ReportCase, NoteCase])
