"""Who is named to a reporter as having the report in hand."""

from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.kernel.actor import by_link
from liren.people import queries as people
from liren.trust import sql
from liren.web.resident import standing
from tests.scene import Scene, found


@pytest.fixture(scope="module")
def town(db, tmp_path_factory):
    return Scene(found(tmp_path_factory.mktemp("town")), db)


def named(town: Scene, case: UUID) -> str:
    viewer, now = by_link(case), town.now
    return standing.holder(viewer, cases.case_card(viewer, case, now), now)


def test_the_keeper_who_was_handed_a_report_is_named_with_the_post(town):
    case = town.report()
    assert named(town, case) == "界牌镇受理台"
    town.settle()
    state = town.state(case)
    board = people.public_keeper(by_link(case), state.area, town.now)
    assert state.keeper is not None
    assert named(town, case) == f"{board.post_label} {board.name}"
    town.do(town.actor(state.area), c.TakeUpCase, case)
    assert named(town, case) == f"{board.post_label} {board.name}"


def test_a_report_that_was_filed_waits_for_the_desk_whoever_kept_it(town):
    case = town.report()
    town.settle()
    town.do("desk", c.FileCase, case)
    assert town.state(case).keeper is not None
    assert named(town, case) == "界牌镇受理台"


def test_the_chosen_house_is_named_once(town):
    house = sql.one("select id, address from places_building order by id limit 1")
    for words, place in (("3 楼楼道", [house["address"], "3 楼楼道"]), (house["address"], [house["address"]])):
        case = town.report(building=house["id"], place_words=words, lon=None, lat=None)
        assert standing.place(by_link(case), cases.case_card(by_link(case), case, town.now)) == place
