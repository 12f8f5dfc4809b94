"""Datums there and back, metres, and coordinates in the wrong order."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from liren.places.geometry import Metres, area_m2, from_wgs84, is_swapped, shape_to_wgs84, to_wgs84

DANYANG = (119.40, 31.74, 119.95, 32.22)
in_china = st.tuples(st.floats(73.5, 135.1), st.floats(3.8, 53.6))


@given(in_china, st.sampled_from(["gcj02", "bd09"]))
def test_a_point_goes_to_another_datum_and_comes_back_to_a_millionth_of_a_degree(point, datum):
    points = np.array([point])
    assert np.abs(to_wgs84(from_wgs84(points, datum), datum) - points).max() < 1e-6
    assert np.abs(from_wgs84(to_wgs84(points, datum), datum) - points).max() < 1e-6


@given(in_china)
def test_the_offsets_are_some_hundred_metres_never_none_and_never_kilometres(point):
    points = np.array([point])
    metres = Metres(point[0])
    for datum in ("gcj02", "bd09"):
        moved = metres.of(from_wgs84(points, datum)) - metres.of(points)
        assert 1 < np.hypot(*moved[0]) < 2500


def test_gcj02_at_tiananmen_is_where_the_published_example_puts_it():
    moved = from_wgs84(np.array([[116.397428, 39.90923]]), "gcj02")
    assert moved[0] == pytest.approx([116.403670, 39.910634], abs=2e-5)


def test_outside_china_nothing_is_offset():
    boston = np.array([[-71.06, 42.36]])
    assert (from_wgs84(boston, "gcj02") == boston).all()
    assert (to_wgs84(boston, "bd09") == boston).all()


def test_every_vertex_of_a_shape_is_converted():
    shape = shapely.box(119.8, 32.1, 119.81, 32.11)
    gcj = shapely.transform(shape, lambda points: from_wgs84(points, "gcj02"))
    assert shapely.hausdorff_distance(shape_to_wgs84(gcj, "gcj02"), shape) < 1e-9


def test_the_plane_in_metres_is_the_official_zone_of_danyang():
    official = Transformer.from_crs(4490, 4549, always_xy=True)
    points = np.array([[119.8, 32.1], [119.45, 31.8]])
    expected = np.column_stack(official.transform(points[:, 0], points[:, 1]))
    assert np.abs(Metres(119.8).of(points) - expected).max() < 1e-3
    assert np.abs(Metres(119.8).degrees(expected) - points).max() < 1e-9


def test_a_hundredth_of_a_degree_at_danyang_is_about_a_square_kilometre():
    assert area_m2(shapely.box(119.8, 32.1, 119.81, 32.11)) == pytest.approx(1_046_000, rel=0.01)
    assert area_m2(shapely.Polygon()) == 0.0


def test_swapped_coordinates_are_seen_and_right_or_far_ones_are_not():
    assert is_swapped(32.1, 119.8, DANYANG)
    assert not is_swapped(119.8, 32.1, DANYANG)
    assert not is_swapped(2.35, 48.85, DANYANG)
