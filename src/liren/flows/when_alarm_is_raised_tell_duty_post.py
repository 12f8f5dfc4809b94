"""A device alarms and a case begins: whoever is on duty at the desk hears of it at once, and nobody else before a person confirms.

One storm is one group and one case (devices/handlers/signals.py), so it is one message: the first alarm of a group tells.
"""

from collections.abc import Iterator

from liren.devices.events import AlarmRaised
from liren.flows.telling import accounts
from liren.flows.when_alarm_is_raised_report_case import opens
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_alarm_is_raised_tell_duty_post"
POST = "dispatcher"


def answer(event: AlarmRaised, entry: Entry) -> Iterator[Tell]:
    """The nearest desk that somebody sits at: a community's own before the town's. What burns calls people at night."""
    assert event.case is not None, "an alarm that opens a group with a case has it"
    there = [h for h in people.on_duty(the_house(NAME, entry.area), POST, AreaCode(entry.area), entry.at) if h.account]
    nearest = max((len(h.area) for h in there), default=0)
    urgent = event.severity == "urgent"
    for account in accounts(h for h in there if len(h.area) == nearest):
        yield Tell(
            account=account, template=Code("alarm_waiting" if urgent else "fault_waiting"), subject_kind=Code("case"),
            subject=event.case, area=AreaCode(entry.area), by=entry.at if urgent else None,
        )  # fmt: skip


def hang_up() -> None:
    registry.flow(NAME, on=AlarmRaised, do=answer, may=[Tell], when=opens)
