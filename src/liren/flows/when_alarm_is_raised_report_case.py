"""An alarm that the rules speak for becomes a case waiting for confirmation on the duty desk; what rings with it joins that case.

The case's id follows from the alarm's, so that an entry answered twice opens no second case. What joins is noted once for all
that was read at once: a storm of ten thousand is a case a building with a few notes, not ten thousand notes.
"""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import NoteCase, ReportCase
from liren.devices.events import AlarmRaised, GroupGrew
from liren.devices.queries import alarms
from liren.flows.telling import state_of
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_raised_report_case"
DEVICE = Code("device")
NAMED = 5
"""So many alarms of a note are named; the rest is a number, the alarm's page has them all."""


def opens(event: AlarmRaised) -> bool:
    """The first of its group, and one that the rules speak for."""
    return event.case is not None and event.head == event.alarm


def answer(event: AlarmRaised, entry: Entry) -> Iterator[ReportCase]:
    """Nobody is sent by this: the kinds of such cases begin with a person's word (cases/workflows/alarm.toml)."""
    assert event.case is not None, "an alarm that opens has a case"
    assert event.case_kind is not None, "an alarm with a case has its kind"
    house = the_house(NAME, entry.area)
    [card] = alarms.some(house, [event.alarm])
    yield ReportCase(
        case_id=event.case, note=uuid5(event.alarm, "report"), kind=event.case_kind, severity=event.severity,
        words=alarms.told(house, card), lon=card.lon, lat=card.lat, building=card.building, area=event.area,
        place_words=f"{card.device_name} {card.component_position or card.position}".strip(), channel=DEVICE,
        occurred_at=event.received_at, drill=event.drill,
    )  # fmt: skip


def join(event: GroupGrew, entry: Entry) -> Iterator[NoteCase]:
    """What rang with it, in one note of its case."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    said = []
    for how, ids in (("同一处又有", event.alarms), ("又响了", event.again)):
        if ids:
            named = "；".join(alarms.told(house, card) for card in alarms.some(house, ids[:NAMED]))
            said.append(f"{how} {len(ids)} 条：{named}{'；等等' if len(ids) > NAMED else ''}")
    yield NoteCase(case=case.id, note=uuid5(entry.id, "joins"), words="。".join(said))


def hang_up() -> None:
    registry.flow(NAME, on=AlarmRaised, do=answer, may=[ReportCase], when=opens)
    registry.flow(NAME + ".joined", on=GroupGrew, do=join, may=[NoteCase])
