"""A case called by hand in a drill (演练报一件) is reported, by nobody, and runs like one that a device began."""

from collections.abc import Iterator
from uuid import uuid5

from liren.cases.commands import ReportCase
from liren.devices.events.drills import DrillCaseCalled
from liren.devices.queries import drills
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_drill_case_is_called_report_it"
URGENT, DEVICE = Code("urgent"), Code("device")


def answer(event: DrillCaseCalled, entry: Entry) -> Iterator[ReportCase]:
    called = drills.called(the_house(NAME, entry.area), event.case)
    place = " ".join(filter(None, (called.device_name, called.position, called.place_words)))
    yield ReportCase(
        case_id=event.case, note=uuid5(event.case, "report"), kind=event.kind, severity=URGENT, words=called.words, lon=called.lon,
        lat=called.lat, building=called.building, area=AreaCode(called.area), place_words=place, channel=DEVICE,
        occurred_at=called.called_at, drill=event.drill,
    )  # fmt: skip


def hang_up() -> None:
    registry.flow(NAME, on=DrillCaseCalled, do=answer, may=[ReportCase])
