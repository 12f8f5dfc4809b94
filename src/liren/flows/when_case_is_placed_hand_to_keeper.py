"""A report that is put in another place goes to the keeper there, as it would have at once had it been reported there."""

from collections.abc import Iterator

from liren.cases.commands import HandToKeeper
from liren.cases.events import CaseRescoped, PlaceCorrected
from liren.catalogue import queries as catalogue
from liren.flows.telling import state_of
from liren.kernel.actor import the_house
from liren.people import queries as people
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_placed_hand_to_keeper"


def answer(event: PlaceCorrected | CaseRescoped, entry: Entry) -> Iterator[HandToKeeper]:
    """Only while nobody has taken it up, and only when another keeper than before answers for the place."""
    house = the_house(NAME, entry.area)
    case = state_of(house, event.case, entry.at)
    kind = catalogue.by_id(case.entry).spec
    if case.state != "reported" or case.area is None or kind.duty != "grid_keeper" or case.about_unit is not None:
        return
    keeper = people.keeper_of(house, case.area, entry.at)
    if keeper is not None and keeper.account not in (None, case.keeper, case.reporter):
        yield HandToKeeper(case=event.case, keeper=keeper.account)


def hang_up() -> None:
    registry.flow(NAME, on=PlaceCorrected, do=answer, may=[HandToKeeper])
