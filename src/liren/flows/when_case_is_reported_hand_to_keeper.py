"""A report that was located goes to the keeper of its micro-grid at once, unless its kind begins at the desk."""

from collections.abc import Iterator

from liren.cases.commands import HandToKeeper
from liren.cases.events import CaseReported
from liren.catalogue import queries as catalogue
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_reported_hand_to_keeper"


def answer(event: CaseReported, entry: Entry) -> Iterator[HandToKeeper]:
    """Nobody is asked for what lies outside every grid, for a complaint about a unit, or for a report of one's own.

    Nor when the desk was faster: what has moved on is not handed over. A part that was split off is the desk's.
    """
    if event.parent is not None:
        return
    kind = catalogue.by_id(event.entry).spec
    if kind.duty != "grid_keeper" or event.area is None or event.about_unit is not None:
        return
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    if (case.state, case.area, case.keeper) != (event.state, event.area, None):
        return
    keeper = people.keeper_of(house, event.area, entry.at)
    if keeper is not None and keeper.account is not None and keeper.account != event.reporter:
        yield HandToKeeper(case=event.case, keeper=keeper.account)


def hang_up() -> None:
    registry.flow(NAME, on=CaseReported, do=answer, may=[HandToKeeper])
