"""Past its limit, whoever is waited for hears of it, and level by level the duty chain (when: cases/rules/bells.py); in a drill its organiser alone."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from liren.cases import queries as cases
from liren.cases.events import CaseEscalated
from liren.cases.rules.fold import CaseState
from liren.cases.workflows import workflow
from liren.devices.queries import drills
from liren.flows.telling import accounts, complained_about, notice, pressed
from liren.kernel import Actor, AreaCode
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_late_tell_up_the_chain"
CHAIN = ("grid_leader", "community_secretary", "town_deputy", "town_head")


def answer(event: CaseEscalated, entry: Entry) -> Iterator[Tell]:
    """Level 1 网格长, 2 社区书记, 3 镇分管, 4 镇主要 (domain.md §7); an empty post is skipped upward."""
    house = the_house(NAME, entry.area)
    card = cases.case_card(house, event.case, entry.at)
    case = card.case
    if event.next_due_at is None or event.next_clock is None:
        return
    if case.drill is not None:
        yield from to_organiser(house, case, event, entry)
        return
    facts: dict[str, Any] = {"clock": event.next_clock, "due": event.next_due_at}
    # The same person may hear of another limit of the same case: each limit and level is an alert of its own.
    # A clock that runs round the clock calls people at once; the rest comes with the next digest.
    hurry = any(k.clock.kind == event.next_clock and k.clock.unit == "urgent_hour" for k in card.clocks)
    facts["by"] = event.next_due_at if hurry else None
    facts["round"] = int(event.next_due_at.timestamp()) // 60 * 10 + event.escalation
    waited = pressed(house, case, workflow(case.workflow).state(case.state).owner, entry)
    if event.escalation == 1:
        for account in waited:
            yield notice(entry, "case_late", account=account, **facts)
    chain = people.duty_chain(house, AreaCode(entry.area), entry.at)
    left_out = {*waited, *complained_about(house, case, entry.at)}
    chain = [h for h in chain if h.post in CHAIN and h.account not in left_out]
    steps = [list(held) for _, held in groupby(chain, key=lambda h: h.post)]
    if steps and waited:
        for account in accounts(steps[min(event.escalation, len(steps)) - 1]):
            yield notice(entry, "case_escalated", account=account, holder=waited[0], **facts)


def to_organiser(house: Actor, case: CaseState, event: CaseEscalated, entry: Entry) -> Iterator[Tell]:
    """A drill presses nobody up the chain: whoever organised it hears once that a limit was missed in it."""
    assert case.drill is not None, "asked for drills only"
    organiser = drills.drill(house, case.drill).planned_by
    if organiser is not None and event.escalation == 1:
        yield notice(entry, "case_late", account=organiser, clock=event.next_clock, due=event.next_due_at)


def hang_up() -> None:
    registry.flow(NAME, on=CaseEscalated, do=answer, may=[Tell])
