"""The right keeper, or nobody: when_case_is_reported_hand_to_keeper, when_case_is_placed_hand_to_keeper,
when_case_is_handed_tell_keeper."""

import json

import pytest

from liren.cases import commands as c
from liren.config.demo import town as demo
from liren.kernel import AreaCode
from tests.scene import STATION, id_of


def inside(lon: float, lat: float, ring: list[list[float]]) -> bool:
    """Even-odd rule on one ring (Shimrat 1962): no library, no index, nothing shared with the product."""
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


@pytest.fixture(scope="module")
def outlines(town, tmp_path_factory) -> dict[str, list[list[list[float]]]]:
    """The outer rings of every micro-grid, read from the very file that was imported."""
    document = json.loads(demo.write(town.made, tmp_path_factory.mktemp("again")).areas.read_text("utf-8"))
    found = {}
    for feature in document["features"]:
        code, shape = feature["properties"]["code"], feature["geometry"]
        if len(code) == 17:
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found[code] = [part[0] for part in parts]
    return found


def test_every_report_goes_to_the_keeper_of_the_micro_grid_it_lies_in(town, outlines):
    houses = town.made.buildings[:: len(town.made.buildings) // 60]
    sent = {}
    for house in houses:
        holders = [code for code, rings in outlines.items() if any(inside(house.lon, house.lat, r) for r in rings)]
        assert len(holders) == 1
        sent[town.report(lon=house.lon, lat=house.lat)] = holders[0]
    town.settle()
    assert len(set(sent.values())) > 15
    for case, code in sent.items():
        assert (town.state(case).area, town.state(case).keeper) == (code, town.keeper(code))
        assert town.told(case, "case_handed") == [town.keeper(code)]


def test_nobody_is_asked_for_what_lies_outside_every_grid(town):
    case = town.report(lon=119.6, lat=31.9)
    words = town.report(lon=None, lat=None, place_words="桥头小店门口")
    town.settle()
    assert [town.state(x).keeper for x in (case, words)] == [None, None]
    assert town.notices(case) == town.notices(words) == []


def test_nobody_is_asked_for_a_complaint_about_a_unit(town):
    case = town.report(about_unit=id_of(STATION))
    town.settle()
    assert town.state(case).keeper is None
    assert town.notices(case) == []


def test_a_kind_that_begins_at_the_desk_stays_there(town):
    case = town.report(kind="policy_question")
    town.settle()
    assert town.state(case).keeper is None


def test_a_keeper_is_not_handed_her_own_report(town):
    code = town.made.at(17)[3].code
    case = town.report(town.actor(code), n=3)
    town.settle()
    assert town.state(case).keeper is None
    assert town.told(case, "case_handed") == []


def test_a_report_of_a_grid_goes_to_its_leader_when_no_keeper_is_there(town):
    grid = AreaCode(town.made.at(15)[0].code)
    case = town.report(lon=None, lat=None, area=grid)
    town.settle()
    assert town.state(case).keeper == town.account(f"leader:{grid}")


def test_a_delivery_carried_out_twice_hands_over_once(town):
    case = town.report(n=5)
    town.settle()
    town.settle()
    assert [e.name for e in town.entries(case)].count("CaseHanded") == 1


def test_the_desk_can_still_hand_it_to_somebody_else(town):
    case = town.report(n=6)
    town.settle()
    other = town.keeper(town.made.at(17)[7].code)
    town.do("desk", c.HandToKeeper, case, keeper=other)
    town.settle()
    assert town.told(case, "case_handed")[-1] == other


def test_what_the_desk_dispatched_before_the_flow_answered_is_not_handed_over(town):
    case = town.dispatched(n=8)
    town.settle()
    assert town.state(case).keeper is None


def test_a_report_put_in_another_place_goes_to_the_keeper_there(town):
    outside, moved = town.report(lon=119.6, lat=31.9), town.report(n=8)
    town.settle()
    lon, lat = town.point(20)
    for case in (outside, moved):
        town.do("desk", c.CorrectPlace, case, lon=lon, lat=lat)
    town.settle()
    there = town.keeper(town.made.at(17)[20].code)
    assert [town.state(case).keeper for case in (outside, moved)] == [there, there]
    assert town.told(outside, "case_handed") == [there]


def test_a_case_that_is_being_handled_stays_with_its_handler_when_its_place_is_corrected(town):
    case = town.in_progress(n=8)
    lon, lat = town.point(20)
    town.do("desk", c.CorrectPlace, case, lon=lon, lat=lat)
    town.settle()
    assert town.state(case).keeper is None
