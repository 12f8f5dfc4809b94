"""The demonstration town: real above, invented below, tiled without gap or overlap, the same for the same seed."""

import csv
import re
from collections import Counter

import pytest
import shapely

from liren.config.demo import town
from liren.places.geometry import area_m2


@pytest.fixture(scope="module")
def made():
    return town.generate()


def test_it_has_the_real_eleven_communities_and_the_promised_numbers(made):
    assert {len(d.code): d.name for d in made.divisions}[9] == "界牌镇"
    names = [d.name[:2] for d in made.divisions if len(d.code) == 12]
    assert names == ["界东", "中心", "界南", "界西", "界北", "界中", "泰苑", "衡苑", "华苑", "常苑", "嵩苑"]
    assert [len(made.at(level)) for level in (6, 9, 12, 15, 17)] == [1, 1, 11, 40, 200]


@pytest.mark.parametrize("level", [12, 15, 17])
def test_each_level_tiles_the_town_without_gap_or_overlap(made, level):
    shapes = [area.shape for area in made.at(level)]
    assert all(shape.geom_type == "Polygon" and shape.is_valid for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert sum(map(area_m2, shapes)) == pytest.approx(area_m2(made.at(9)[0].shape), rel=1e-9)


def test_every_area_lies_in_the_area_its_code_begins_with(made):
    shapes = {area.code: area.shape for area in made.areas}
    for area in made.areas:
        parent = area.code.parent
        if parent in shapes:
            assert shapes[parent].buffer(1e-9).covers(area.shape)


def test_every_micro_grid_has_fifty_to_a_hundred_households(made):
    households = Counter()
    for building in made.buildings:
        households[building.micro_grid] += building.households
    assert set(households) == {area.code for area in made.at(17)}
    assert all(50 <= number <= 100 for number in households.values())


def test_the_communities_named_after_a_direction_lie_in_it(made):
    middle = made.at(9)[0].shape.centroid
    at = {area.name[:2]: area.shape.centroid for area in made.at(12)}
    assert at["界东"].x > middle.x > at["界西"].x
    assert at["界北"].y > middle.y > at["界南"].y


def test_no_address_and_no_building_number_comes_twice(made):
    assert len({b.address for b in made.buildings}) == len(made.buildings)
    assert len({b.id for b in made.buildings}) == len(made.buildings)


def test_every_area_has_its_keeper_and_no_phone_could_ring(made):
    assert Counter(k.post for k in made.keepers) == {
        "community_secretary": 11,
        "grid_keeper": 40,
        "micro_grid_keeper": 200,
    }
    assert all(re.fullmatch(r"0511-0000\d{4}", k.phone) for k in made.keepers)
    assert len({k.phone for k in made.keepers}) == len(made.keepers)


def test_the_same_seed_gives_the_same_files_and_another_seed_another_town(made, tmp_path):
    contents = []
    for number, one in enumerate((made, town.generate(), town.generate(seed=1))):
        (tmp_path / str(number)).mkdir()
        files = town.write(one, tmp_path / str(number))
        contents.append([p.read_bytes() for p in (files.divisions, files.areas, files.buildings)])
    assert contents[0] == contents[1]
    assert contents[0][1:] != contents[2][1:]


def test_the_building_file_has_the_columns_of_the_importer(made, tmp_path):
    with town.write(made, tmp_path).buildings.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "name", "address", "lon", "lat", "households", "floors"]
    assert len(rows) == len(made.buildings)


def test_the_county_size_set_of_the_benchmarks_tiles_too():
    large = town.generate(micro_grids=1312, grids=260)
    assert (len(large.at(15)), len(large.at(17))) == (260, 1312)
    assert shapely.coverage_is_valid([area.shape for area in large.at(17)])
