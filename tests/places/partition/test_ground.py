"""The ground of each building: it tiles the outline, knows its neighbours, and which road lies between them."""

import numpy as np
import pytest
import shapely

from liren.places.partition import dissolve, neighbours, partition

BLOCK = [shapely.box(x, y, x + 12, y + 10) for y in (0, 30, 60) for x in (0, 30, 60, 90)]
OUTLINE = shapely.box(-10, -10, 112, 80)


def test_grounds_tile_the_outline_and_hold_their_footprint():
    found = neighbours(BLOCK, OUTLINE)
    assert found.area.sum() == pytest.approx(OUTLINE.area)
    assert shapely.coverage_is_valid(found.cells)
    assert all(cell.buffer(0.01).covers(shape) for cell, shape in zip(found.cells, BLOCK, strict=True))


def test_lengths_and_rims_add_up_to_the_borders():
    found = neighbours(BLOCK, OUTLINE)
    around = found.rim + np.bincount(found.edges.ravel(), np.repeat(found.edge_len, 2), len(BLOCK))
    assert around == pytest.approx(shapely.length(found.cells), abs=1.0)
    assert found.rim.sum() == pytest.approx(OUTLINE.length)


def test_houses_in_rows_touch_left_right_and_across():
    pairs = {tuple(pair) for pair in neighbours(BLOCK, OUTLINE).edges.tolist()}
    assert {(0, 1), (1, 2), (0, 4), (4, 8)} <= pairs
    assert not pairs & {(0, 2), (0, 8), (3, 4)}


def test_a_road_between_two_houses_gives_their_border_its_class_and_the_widest_wins():
    main, lane = shapely.linestrings([(21, -20), (21, 90)]), shapely.linestrings([(-20, 20), (120, 20)])
    found = neighbours(BLOCK, OUTLINE, {1: [main], 3: [lane]})
    road = dict(zip(map(tuple, found.edges.tolist()), found.edge_road.tolist(), strict=True))
    assert (road[0, 1], road[0, 4], road[4, 8]) == (1, 3, 0)


def test_parts_follow_a_road_where_balance_allows():
    road = shapely.linestrings([(51, -20), (51, 90)])
    found = neighbours(BLOCK, OUTLINE, {2: [road]})
    result = partition(
        found.xy, np.ones(12), found.area, found.edges, found.edge_len, found.edge_road, 2, rim=found.rim
    )
    assert result.metrics.road_share == 1
    left, right = dissolve(found.cells, result.labels, 2)
    assert abs(left.area - right.area) < 1
    assert result.metrics.polsby_popper == pytest.approx(
        np.mean([4 * np.pi * shape.area / shape.length**2 for shape in (left, right)]), rel=1e-3
    )


def test_an_outline_that_bends_inwards_and_has_a_hole_is_tiled_too():
    bent = OUTLINE.difference(shapely.box(40, 45, 70, 90)).difference(shapely.box(14, 12, 28, 28))
    houses = [shape for shape in BLOCK if bent.covers(shape)]
    found = neighbours(houses, bent)
    assert found.area.sum() == pytest.approx(bent.area)
    assert shapely.coverage_is_valid(found.cells)


def test_points_and_footprints_may_be_mixed_and_a_single_building_has_it_all():
    found = neighbours([*BLOCK[:5], shapely.Point(40, 75)], OUTLINE)
    assert (found.area > 0).all()
    alone = neighbours([shapely.Point(1, 1)], OUTLINE)
    assert alone.area.tolist() == [OUTLINE.area]


def test_houses_far_away_are_an_island():
    away = [shapely.transform(shape, lambda p: p + 5000) for shape in BLOCK[:3]]
    found = neighbours(BLOCK + away)
    assert not any((a < len(BLOCK)) != (b < len(BLOCK)) for a, b in found.edges.tolist())


def test_points_in_one_line_touch_their_neighbours():
    found = neighbours([shapely.Point(10.0 * i, 0) for i in range(6)], shapely.box(-5, -5, 55, 5))
    assert found.edges.tolist() == [[i, i + 1] for i in range(5)]


def test_a_house_within_another_has_ground_and_one_outside_the_outline_has_none():
    inner = shapely.box(3, 3, 6, 6)
    away = shapely.box(150, 20, 160, 30)
    found = neighbours([*BLOCK, inner, away], OUTLINE)
    assert found.area[12] > 0
    assert found.area[13] == 0
    assert np.isfinite(found.xy).all()
    assert partition(
        found.xy, np.ones(14), found.area, found.edges, found.edge_len, found.edge_road, 3, rim=found.rim
    ).bridges
