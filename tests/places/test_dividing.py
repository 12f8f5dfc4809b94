"""Dividing a grid, without a database: cells, codes, measures, flaws."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel import AreaCode, Refusal
from liren.places.rules import dividing
from liren.places.rules.cells import House, Road, ground, outlines
from liren.places.rules.dividing import keep_codes, measure

GRID = AreaCode("321181108006003")
SQUARE = shapely.box(0, 0, 100, 100)
FOUR = [House(25, 25), House(75, 25), House(25, 75), House(75, 75)]


def code(n):
    return f"{GRID}{n:02d}"


def used(*numbers, closed=()):
    return {code(n): n not in closed for n in numbers}


spots = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=2, max_size=40)


@given(spots)
def test_the_cells_fill_the_grid_without_overlap_and_each_holds_its_house(found):
    houses = [House(float(x), float(y)) for x, y in found]
    made = ground(houses, SQUARE)
    assert sum(cell.area for cell in made.polygons) == pytest.approx(SQUARE.area)
    assert shapely.union_all(list(made.polygons)).area == pytest.approx(SQUARE.area)
    for n, house in enumerate(houses):
        cell = made.polygons[made.twin[n]]
        assert cell.distance(shapely.Point(house.x, house.y)) < 1e-6


@given(spots, st.integers(1, 4))
def test_the_outlines_of_any_division_have_no_flaw(found, parts):
    houses = [House(float(x), float(y)) for x, y in found]
    made = ground(houses, SQUARE)
    labels = [1 + made.twin[n] % parts for n in range(len(houses))]
    assert dividing.flaws(SQUARE, outlines(made, labels)) == []


def test_two_houses_on_one_spot_share_a_cell_and_stay_together():
    made = ground([*FOUR, House(25, 25)], SQUARE)
    assert made.twin == (0, 1, 2, 3, 0)
    assert made.polygons[4].is_empty
    assert dividing.complete(made, [(25, 25), (75, 25), (25, 75), (75, 75), (25, 25)], [1, 2, 1, 2, 2]) == [
        1,
        2,
        1,
        2,
        1,
    ]


def test_no_border_cuts_through_a_footprint():
    long = shapely.box(10, 45, 70, 55)
    houses = [House(40, 50, long), House(80, 50, shapely.box(75, 45, 85, 55)), House(40, 80), House(40, 20)]
    made = ground(houses, SQUARE)
    assert long.difference(made.polygons[0]).area < 0.02 * long.area


def test_a_piece_cut_off_by_a_bay_of_the_outline_goes_to_the_neighbour_it_leans_on():
    bay = SQUARE.difference(shapely.box(40, 20, 60, 100))
    made = ground([House(10, 90), House(90, 90), House(90, 50)], bay)
    assert all(cell.geom_type == "Polygon" for cell in made.polygons)
    assert sum(cell.area for cell in made.polygons) == pytest.approx(bay.area)


def test_the_widest_road_between_two_houses_is_found():
    street = Road(shapely.LineString([(50, 0), (50, 100)]), 2)
    main = Road(shapely.LineString([(51, 0), (51, 40)]), 1)
    made = ground(FOUR, SQUARE, [street, main])
    roads = {tuple(pair): road for pair, road in zip(made.edges.tolist(), made.road.tolist(), strict=True)}
    assert roads == {(0, 1): 1, (0, 2): 0, (1, 3): 0, (2, 3): 2}


def test_a_part_in_two_pieces_is_counted_and_the_figures_are_those_of_the_formula():
    made = ground(FOUR, SQUARE)
    found = measure(made, [1, 2, 2, 1], [30, 10, 10, 10])
    assert [part.pieces for part in found.parts] == [2, 2]
    assert found.broken == 2
    assert found.mean == 30
    assert found.mean_deviation == pytest.approx((10 / 30 + 10 / 30) / 2)
    whole = measure(made, [1, 1, 1, 1], [30, 10, 10, 10])
    assert whole.parts[0].compact == pytest.approx(np.pi * 4 * 10000 / 400**2)
    assert whole.road_share == 0


def test_a_part_with_half_of_the_households_keeps_the_code_and_others_get_unused_ones():
    now = [code(1)] * 4 + [code(2)] * 4
    found = keep_codes(GRID, now, [1, 1, 2, 2, 3, 3, 3, 3], [10, 10, 10, 9, 5, 5, 5, 5], used(1, 2, 3, closed=(3,)))
    assert found.of[1].code == code(1)
    assert not found.of[1].new
    assert found.of[3].code == code(2)
    assert (found.of[2].code, found.of[2].new) == (code(4), True)
    assert found.gone == ()
    assert found.spent == 4


def test_with_two_micro_grids_in_one_part_the_larger_keeps_its_code_and_the_other_vanishes():
    now = [code(1), code(2), code(2)]
    found = keep_codes(GRID, now, [1, 1, 1], [5, 10, 10], used(1, 2))
    assert found.of[1].code == code(2)
    assert found.gone == (code(1),)


def test_an_empty_micro_grid_vanishes_and_one_without_households_counts_its_buildings():
    found = keep_codes(GRID, [code(1), code(1), code(1)], [1, 1, 2], [0, 0, 0], used(1, 9))
    assert found.of[1].code == code(1)
    assert found.gone == (code(9),)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 80)), min_size=1, max_size=40))
def test_codes_are_never_given_twice_nor_taken_from_the_closed_ones(rows):
    now = [code(n) if n else None for n, _part, _count in rows]
    closed = {90, 91}
    found = keep_codes(
        GRID,
        now,
        [part for _n, part, _count in rows],
        [count for _n, _part, count in rows],
        used(*range(1, 6), *closed, closed=closed),
    )
    codes = [kept.code for kept in found.of.values()]
    assert len(codes) == len(set(codes))
    assert not {code(n) for n in closed} & set(codes)
    assert all((kept.code in found.gone) is False for kept in found.of.values())


def test_the_hundredth_code_is_refused_with_what_to_do():
    with pytest.raises(Refusal, match="请少分几片"):
        keep_codes(GRID, [None], [1], [1], {code(n): False for n in range(1, 100)})


def test_a_gap_an_overlap_and_ground_outside_are_each_named():
    left, right = shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)
    assert dividing.flaws(SQUARE, {1: left, 2: right}) == []
    assert [f.sort for f in dividing.flaws(SQUARE, {1: left})] == ["gap"]
    assert [(f.sort, f.parts) for f in dividing.flaws(SQUARE, {1: left, 2: shapely.box(40, 0, 100, 100)})] == [
        ("overlap", (1, 2))
    ]
    assert [(f.sort, f.parts) for f in dividing.flaws(SQUARE, {1: left, 2: shapely.box(50, 0, 120, 100)})] == [
        ("outside", (2,))
    ]


def test_how_many_parts_follows_from_the_households_and_never_exceeds_the_buildings():
    assert dividing.parts_for(370, 75, 41) == 5
    assert dividing.parts_for(370, 75, 3) == 3
    assert dividing.parts_for(20, 75, 9) == 1
    with pytest.raises(Refusal, match="补上户数"):
        dividing.parts_for(0, 75, 9)
    with pytest.raises(Refusal, match="导入楼栋"):
        dividing.parts_for(0, 75, 0)


def test_names_of_new_parts_count_as_people_count():
    assert [dividing.part_name(code(n)) for n in (1, 10, 11, 20, 35, 99)] == [
        "一号微网格", "十号微网格", "十一号微网格", "二十号微网格", "三十五号微网格", "九十九号微网格",
    ]  # fmt: skip


def test_a_house_may_be_moved_only_to_the_parts_of_its_neighbours():
    made = ground(FOUR, SQUARE)
    assert dividing.touching(made, [1, 2, 3, 4], 0) == {2, 3}
