"""A device began a case: whoever is on duty at the desk hears of it at once, and nobody else before a person has confirmed it.

One storm is one case (devices/handlers/signals.py), so it is one message.
"""

from collections.abc import Iterator

from liren.cases.events import CaseReported
from liren.flows.telling import complained_about, notice, state_of
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_of_alarm_is_reported_tell_duty_post"
POST = "dispatcher"


def answer(event: CaseReported, entry: Entry) -> Iterator[Tell]:
    """The nearest desk that somebody sits at: a community's own before the town's. What burns calls people at night."""
    if event.channel != "device":
        return
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if case.state != "reported" or case.next_due_at is None:
        return
    barred = complained_about(house, case, entry.at)
    there = [h for h in people.on_duty(house, POST, AreaCode(entry.area), entry.at) if h.account not in (None, *barred)]
    nearest = max((len(h.area) for h in there), default=0)
    urgent = event.severity == "urgent"
    for account in dict.fromkeys(h.account for h in there if len(h.area) == nearest):
        yield notice(
            entry, "alarm_waiting" if urgent else "fault_waiting", account=account, due=case.next_due_at,
            by=case.next_due_at if urgent else None,
        )  # fmt: skip


def hang_up() -> None:
    registry.flow(NAME, on=CaseReported, do=answer, may=[Tell])
