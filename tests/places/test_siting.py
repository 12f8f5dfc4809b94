"""Siting against brute force on small cases: what is chosen is best or says how far it may be from it."""

from itertools import combinations

import numpy as np
import pytest

from liren.places.siting.coverage import coverage, max_cover, next_sites
from liren.places.siting.median import lower_bound, p_median
from liren.places.siting.walking import DETOUR, straight, street_network, walk


def case(seed: int, sites: int = 9, demand: int = 25):
    rng = np.random.default_rng(seed)
    places, homes = rng.uniform(0, 2000, (sites, 2)), rng.uniform(0, 2000, (demand, 2))
    return straight(places, homes), rng.integers(1, 90, demand).astype(float)


def cost(distance, weight, chosen) -> float:
    return float((distance[list(chosen)].min(axis=0).astype(float) * weight).sum())


@pytest.mark.parametrize("seed", range(8))
def test_the_p_median_is_the_best_of_all_choices_and_its_bound_below_it(seed):
    distance, weight = case(seed)
    for p, fixed in ((1, ()), (3, ()), (4, (2, 5))):
        every = [c for c in combinations(range(len(distance)), p) if set(fixed) <= set(c)]
        best = min(cost(distance, weight, c) for c in every)
        found = p_median(distance, weight, p, fixed=fixed, starts=6)
        assert found.cost == pytest.approx(best)
        assert cost(distance, weight, found.chosen) == pytest.approx(best)
        assert set(fixed) <= set(found.chosen)
        assert found.bound <= best * (1 + 1e-9)
        assert found.gap < 0.06


def test_the_bound_alone_is_never_above_the_best():
    distance, weight = case(99, sites=7, demand=15)
    best = min(cost(distance, weight, c) for c in combinations(range(7), 2))
    assert lower_bound(distance, weight, 2, upper=best * 1.5) <= best * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_the_greatest_coverage_is_that_of_all_choices(seed):
    distance, weight = case(seed)
    for p, fixed in ((2, ()), (3, (4,))):
        every = [c for c in combinations(range(len(distance)), p) if set(fixed) <= set(c)]
        best = max(float(weight[distance[list(c)].min(axis=0) <= 600].sum()) for c in every)
        sites, covered = max_cover(distance, weight, p, 600, fixed=fixed)
        assert covered == pytest.approx(float(weight[distance[list(sites)].min(axis=0) <= 600].sum()))
        assert covered >= 0.97 * best
        assert set(fixed) <= set(sites)


@pytest.mark.parametrize("seed", range(5))
def test_the_next_site_is_the_one_that_adds_most(seed):
    distance, weight = case(seed)
    now = coverage(distance[:2], weight)
    added = [float(weight[(np.minimum(row, now.nearest) <= 500) & (now.nearest > 500)].sum()) for row in distance]
    first = next_sites(distance, weight, now.nearest, 500, 3)[0]
    assert first.added == pytest.approx(max(added))
    after = coverage(np.vstack([distance[:2], distance[first.site][None]]), weight)
    assert after.within[500] == pytest.approx(now.within[500] + first.added)
    assert after.mean == pytest.approx(first.mean, rel=1e-5)


def test_the_same_seed_gives_the_same_sites_and_impossible_wishes_are_refused():
    distance, weight = case(3, sites=40, demand=120)
    assert p_median(distance, weight, 7, seed=5, starts=4) == p_median(distance, weight, 7, seed=5, starts=4)
    for wish in ({"p": 0}, {"p": 41}, {"p": 1, "fixed": (1, 2)}):
        with pytest.raises(ValueError, match="cannot choose"):
            p_median(distance, weight, **wish)


def test_blind_spots_are_those_beyond_the_radius_the_farthest_first():
    distance = np.array([[100.0, 900.0, 501.0, 500.0]], np.float32)
    found = coverage(distance, np.array([1.0, 2.0, 4.0, 8.0]))
    assert found.blind(500).tolist() == [1, 2]
    assert (found.within[500], found.within[800], found.whole) == (9.0, 13.0, 15.0)


def test_with_no_site_at_all_everybody_is_a_blind_spot():
    found = coverage(np.empty((0, 3), np.float32), np.ones(3))
    assert len(found.blind(800)) == 3
    assert found.within == {500: 0.0, 800: 0.0}
    assert next_sites(np.full((2, 3), 100.0, np.float32), np.ones(3), found.nearest, 500, 5)[0].added == 3.0


def test_one_walks_round_the_corner_along_streets_and_straight_where_there_are_none():
    streets = street_network([np.array([[0.0, 0.0], [1000.0, 0.0]]), np.array([[1000.0, 0.0], [1000.0, 1000.0]])])
    here, there = np.array([[0.0, 10.0]]), np.array([[1010.0, 1000.0]])
    assert walk(streets, here, there)[0, 0] == pytest.approx(2020.0)
    assert walk(None, here, there)[0, 0] == pytest.approx(DETOUR * np.hypot(1010, 990), rel=1e-6)
    assert street_network([]) is None


def test_neighbours_do_not_walk_to_the_far_corner_of_a_street_first():
    streets = street_network([np.array([[0.0, 0.0], [1000.0, 0.0]])])
    assert walk(streets, np.array([[500.0, 5.0]]), np.array([[520.0, 5.0]]))[0, 0] == pytest.approx(26.0)


def test_a_street_that_leads_nowhere_is_not_walked_to():
    lines = [np.array([[0.0, 0.0], [500.0, 0.0], [1000.0, 0.0]]), np.array([[0.0, 90.0], [50.0, 90.0]])]
    streets = street_network(lines)
    assert len(streets.nodes) == 3
