"""An address in words: only what is literally there counts, the longest address wins, and nothing is guessed."""

from liren.kernel.actor import ANONYMOUS
from liren.places import queries as places
from liren.trust import sql
from tests.scene import TOWN


def test_a_building_whose_address_is_there_is_found_spaces_or_not(town):
    house = sql.one(
        "select id, address, area from places_building where area is not null order by length(address) desc, code limit 1"
    )
    said = [f"江苏省{house['address']}门口", " ".join(house["address"]) + " 302 室"]
    for found in places.in_words(ANONYMOUS, said, TOWN):
        assert (found.building, found.area) == (house["id"], house["area"])
        assert found.lon is not None


def test_without_a_building_the_community_counts_and_without_that_the_town_and_else_nothing(town):
    community, name = places.communities()[0]
    found = places.in_words(ANONYMOUS, [f"{name}路边", "界牌镇上，说不清", "不知道在哪里", ""], TOWN)
    assert [(one.building, one.area) for one in found] == [(None, community), (None, TOWN), (None, None), (None, None)]


def test_what_lies_elsewhere_is_not_found_from_here(town):
    house = sql.value("select address from places_building where area is not null order by code limit 1")
    assert places.in_words(ANONYMOUS, [house], "320000")[0].building is None


def test_two_buildings_of_one_length_name_none(town):
    alike = sql.value(
        """select array_agg(distinct address) from places_building where area is not null
           group by length(replace(address, ' ', '')) having count(distinct address) > 1 limit 1"""
    )
    assert places.in_words(ANONYMOUS, [f"{alike[0]}和{alike[1]}之间"], TOWN)[0].building is None
