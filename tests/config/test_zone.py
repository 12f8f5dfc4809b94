"""高新区: the bulletin's figures exactly, every building in one micro-grid, every micro-grid with its keeper."""

import re
from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest
import shapely

from liren.config.demo import build, cast, town, zone, zone_build
from liren.config.demo.stage import Stage, spots
from liren.kernel.actor import the_house
from liren.people import queries as people
from liren.trust import replayed, sql

SMALL = zone.Size(communities=2, grids=6, micro_grids=22, party_keepers=5, parks=2, lakes=1)
HOUSE = the_house("test")


@pytest.fixture(scope="module")
def made():
    return zone.generate()


def test_it_has_260_grids_and_1312_micro_grids_in_40_communities(made):
    assert [len(made.town.at(level)) for level in (9, 12, 15, 17)] == [1, 40, 260, 1312]


def test_it_has_about_thirty_thousand_buildings_and_ninety_five_thousand_households(made):
    assert 28_000 <= len(made.town.buildings) <= 32_000
    assert 93_000 <= sum(b.households for b in made.town.buildings) <= 97_000


def test_every_micro_grid_and_grid_has_exactly_one_keeper_and_318_of_them_are_party_members(made):
    keepers = Counter(k.area for k in made.town.keepers)
    assert set(keepers) == {a.code for level in (12, 15, 17) for a in made.town.at(level)}
    assert set(keepers.values()) == {1}
    assert len(made.party) == 318
    assert {len(area) for area in made.party} <= {15, 17}
    assert made.party <= set(keepers)


def test_every_building_lies_in_exactly_one_micro_grid(made):
    shapes = {a.code: a.shape for a in made.town.at(17)}
    sample = np.random.default_rng(5).choice(len(made.town.buildings), 300, replace=False)
    for building in (made.town.buildings[i] for i in sample):
        point = shapely.Point(building.lon, building.lat)
        inside = [code for code, shape in shapes.items() if shape.covers(point)]
        assert inside == [building.micro_grid], building.id


def test_each_level_tiles_the_zone_without_gap_or_overlap_inside_the_county_and_beside_the_town(made):
    for level in (12, 15, 17):
        assert shapely.coverage_is_valid([a.shape for a in made.town.at(level)])
    whole, small = made.town.at(9)[0].shape, town.generate()
    assert small.at(6)[0].shape.covers(whole)
    assert not small.at(9)[0].shape.intersects(whole)


def test_no_building_stands_in_water_or_in_a_park(made):
    water = shapely.union_all([zone.in_degrees(f) for f in made.features if f.layer != "road"])
    points = shapely.points([(b.lon, b.lat) for b in made.town.buildings])
    shapely.prepare(water)
    assert not shapely.intersects(water, points).any()


def test_grids_follow_the_roads_and_so_do_most_borders_of_micro_grids(made):
    roads = shapely.union_all([zone.in_degrees(f) for f in made.features if f.layer == "road"]).buffer(2e-6)
    edge = shapely.boundary(made.town.at(9)[0].shape).buffer(2e-6)
    lines = {level: shapely.union_all([shapely.boundary(a.shape) for a in made.town.at(level)]) for level in (15, 17)}
    assert shapely.difference(lines[15], roads | edge).length < 0.001 * lines[15].length
    assert shapely.intersection(lines[17], roads | edge).length > 0.7 * lines[17].length


def test_micro_grids_are_cut_by_the_product_balanced_and_in_one_piece(made):
    homes = Counter()
    for building in made.town.buildings:
        homes[building.micro_grid] += building.households
    assert set(homes) == {a.code for a in made.town.at(17)}
    grids = Counter(code[:15] for code in homes)
    assert sorted(set(grids.values())) == [5, 6]
    mean = {grid: sum(n for code, n in homes.items() if code[:15] == grid) / k for grid, k in grids.items()}
    off = [abs(n / mean[code[:15]] - 1) for code, n in homes.items()]
    assert np.mean(off) <= 0.041
    assert {a.shape.geom_type for a in made.town.at(17)} == {"Polygon"}


def test_its_codes_are_local_and_its_names_and_numbers_come_once(made):
    assert made.town.at(9)[0].code == "321181901"
    assert all(a.code[9] == "9" for a in made.town.at(12))
    assert len({d.name for d in made.town.divisions}) == len(made.town.divisions)
    assert len({b.address for b in made.town.buildings}) == len(made.town.buildings)
    phones = [k.phone for k in made.town.keepers]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"0511-0000\d{4}", phone) for phone in phones)
    assert not set(phones) & {k.phone for k in town.generate().keepers}


def test_the_same_seed_gives_the_same_zone_and_another_seed_another(made):
    one, two, other = (zone.generate(seed, SMALL) for seed in (3, 3, 4))
    assert one == two
    assert one.town.buildings != other.town.buildings


@pytest.fixture(scope="module")
def standing(db):
    replayed.declare()
    build.draw_map(town.generate(7, micro_grids=11, grids=11))
    small = zone.generate(7, SMALL)
    zone_build.draw_map(small)
    zone_build.raise_buildings(small)
    zone_build.appoint(small)
    return small


def test_built_through_the_imports_every_micro_grid_has_one_keeper_duty_today(standing):
    held = sql.rows(
        """select area, count(*) as n from people_duty where post = 'micro_grid_keeper' and area like '321181901%%'
           and during @> now() group by area"""
    )
    assert {row["area"]: row["n"] for row in held} == {str(a.code): 1 for a in standing.town.at(17)}
    stage = Stage(spots(standing.town), "live", cast.ZONE_CREW)
    assert all(stage.keeper(a.code, datetime.now(UTC)) for a in standing.town.at(17))


def test_built_through_the_imports_the_party_members_are_counted_and_every_building_is_placed(standing):
    share = people.party_share(HOUSE, zone.ZONE, datetime.now(UTC))
    assert share is not None
    assert (share.keepers, share.members) == (6 + 22, 5)
    placed = {
        row["code"]: row["area"]
        for row in sql.rows("select code, area from places_building where code like '321181901%%'")
    }
    assert placed == {b.id: b.micro_grid for b in standing.town.buildings}


def test_a_second_build_of_the_zone_adds_nothing(standing):
    before = sql.value("select count(*) from trust_key")
    zone_build.draw_map(standing)
    zone_build.raise_buildings(standing)
    zone_build.appoint(standing)
    assert sql.value("select count(*) from trust_key") == before


def test_its_keepers_have_no_button_to_click_into(standing):
    assert sql.value("select count(*) from trust_account where demo and username like 'k-321181901%%'") == 0
