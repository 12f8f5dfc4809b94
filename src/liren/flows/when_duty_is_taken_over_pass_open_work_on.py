"""What the old holder of a duty had in hand is the new one's from the moment the duty begins."""

from collections.abc import Iterator

from liren.cases import queries as cases
from liren.cases.commands import HandToKeeper, PassOn
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.people import queries as people
from liren.people.events import DutyTakenOver
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_duty_is_taken_over_pass_open_work_on"


def answer(event: DutyTakenOver, entry: Entry) -> Iterator[HandToKeeper | PassOn]:
    """Reports that wait for the keeper are handed to the successor, cases being handled are passed on.

    A successor who cannot sign in gets none: the desk and the next link of the chain see them all the same.
    """
    house = the_house(NAME, entry.area)
    before, after = (people.duty_card(house, duty) for duty in (event.from_duty, event.to_duty))
    if before.account is None or after.account is None:
        return
    for one in cases.in_hand(house, before.account, AreaCode(entry.area), before.unit):
        if one.handled:
            yield PassOn(case=one.case, successor=after.account)
        else:
            yield HandToKeeper(case=one.case, keeper=after.account)


def hang_up() -> None:
    registry.flow(NAME, on=DutyTakenOver, do=answer, may=[HandToKeeper, PassOn])
