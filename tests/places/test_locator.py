"""The locator against an independent point-in-polygon, on borders, in holes and beyond the county."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode
from liren.places.locator import Locator, Shape


def code(number: int) -> AreaCode:
    return AreaCode(f"321181108001001{number:02d}")


def rings_of(shape):
    """Rings as plain lists of (x, y): the only thing taken from Shapely."""
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    return [list(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]


def inside_by_ray(points, rings):
    """Even-odd rule: count the edges that a ray to the east crosses. NumPy only."""
    inside = np.zeros(len(points), dtype=bool)
    x, y = points[:, 0], points[:, 1]
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            spans = (y1 > y) != (y2 > y)
            if spans.any():
                crossing = x1 + (y[spans] - y1) * (x2 - x1) / (y2 - y1)
                inside[spans] ^= x[spans] < crossing
    return inside


@pytest.fixture(scope="module")
def made():
    return town.generate(seed=7)


def test_thousands_of_random_points_find_the_micro_grid_that_ray_casting_finds(made):
    micro_grids = made.at(17)
    county = made.at(6)[0].shape
    locator = Locator.build([Shape(a.code, a.shape) for a in micro_grids], county)
    west, south, east, north = made.at(9)[0].shape.bounds
    points = np.random.default_rng(1).uniform((west - 0.01, south - 0.01), (east + 0.01, north + 0.01), (6000, 2))
    expected = np.full(len(points), "", dtype="<U17")
    for area in micro_grids:
        expected[inside_by_ray(points, rings_of(area.shape))] = area.code
    found = [locator.find(lon, lat) or "" for lon, lat in points.tolist()]
    assert found == expected.tolist()
    assert 0.3 < np.mean(expected != "") < 0.9


def test_every_building_of_the_town_is_found_where_it_was_built(made):
    locator = Locator.build([Shape(a.code, a.shape) for a in made.at(17)])
    assert all(locator.find(b.lon, b.lat) == b.micro_grid for b in made.buildings)


def test_on_a_shared_border_the_smallest_code_wins_whatever_the_order_of_building():
    left, right = Shape(code(2), shapely.box(0, 0, 1, 1)), Shape(code(1), shapely.box(1, 0, 2, 1))
    for shapes in ([left, right], [right, left]):
        locator = Locator.build(shapes)
        assert locator.find(1.0, 0.5) == code(1)
        assert locator.find(1.0, 1.0) == code(1)
        assert locator.find(0.5, 0.5) == code(2)
        assert locator.find(0.0, 0.0) == code(2)


def test_every_vertex_of_the_town_belongs_to_the_smallest_of_its_neighbours(made):
    micro_grids = sorted(made.at(17), key=lambda a: a.code)
    locator = Locator.build([Shape(a.code, a.shape) for a in micro_grids])
    holders: dict[tuple[float, float], AreaCode] = {}
    for area in micro_grids:
        for vertex in area.shape.exterior.coords:
            holders.setdefault(vertex, area.code)
    assert all(locator.find(*vertex) == holder for vertex, holder in holders.items())


def test_a_hole_is_outside_unless_another_grid_fills_it():
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    assert Locator.build([Shape(code(1), ring)]).find(1.5, 1.5) is None
    filled = Locator.build([Shape(code(1), ring), Shape(code(2), shapely.box(1, 1, 2, 2))])
    assert filled.find(1.5, 1.5) == code(2)
    assert filled.find(1.0, 1.5) == code(1)


def test_a_point_in_a_crack_thinner_than_a_centimetre_still_belongs_to_one_of_the_two():
    locator = Locator.build([Shape(code(1), shapely.box(0, 0, 1, 1)), Shape(code(2), shapely.box(1 + 8e-8, 0, 2, 1))])
    assert locator.find(1 + 4e-8, 0.5) == code(1)
    assert Locator.build([Shape(code(1), shapely.box(0, 0, 1, 1))]).find(1 + 1e-5, 0.5) is None


def test_outside_every_grid_is_not_the_same_as_outside_the_county():
    locator = Locator.build([Shape(code(1), shapely.box(0, 0, 1, 1))], shapely.box(0, 0, 5, 5))
    assert locator.find(3, 3) is None
    assert not locator.outside_county(3, 3)
    assert locator.outside_county(6, 3)


def test_without_an_outline_no_point_is_called_outside_the_county():
    assert not Locator.build([]).outside_county(6, 3)
    assert Locator.build([]).find(6, 3) is None
    assert Locator.build([]).bounds is None
