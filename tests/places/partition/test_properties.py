"""Whatever the land looks like: every building in exactly one part, every part in one piece, the same seed the same plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liren.places.partition import apportion, partition, partition_many
from liren.places.partition.trouble import TooManyParts
from tests.places.partition.land import pieces, raster, scattered, six_grids

SHORT = 4_000


@given(st.integers(1, 60), st.integers(1, 12), st.integers(0, 99), st.integers(0, 900))
@settings(max_examples=40)
def test_every_building_is_in_one_of_k_connected_parts(n, k, seed, tower):
    k = min(k, n)
    land = scattered(n, seed, tower)
    result = partition(**land, k=k, seed=seed, steps=SHORT)
    assert result.labels.shape == (n,)
    assert set(result.labels.tolist()) == set(range(k))
    edges = np.concatenate([land["edges"], np.array(result.bridges, int).reshape(-1, 2)])
    assert pieces(edges, result.labels) == k
    assert result.metrics.contiguity_faults == 0
    assert np.allclose(result.pop, np.bincount(result.labels, land["weight"], k))


@given(st.integers(2, 40), st.integers(2, 6), st.integers(0, 99))
@settings(max_examples=25)
def test_no_plan_is_better_than_its_bounds(n, k, seed):
    k = min(k, n)
    result = partition(**scattered(n, seed, tower=200), k=k, seed=seed, steps=SHORT)
    assert result.metrics.max_dev >= result.bounds.max_dev - 1e-9
    assert result.metrics.mean_dev >= result.bounds.mean_dev - 1e-9


@given(st.data())
@settings(max_examples=15)
def test_a_land_in_pieces_is_bridged_and_says_so(data):
    one, other = scattered(data.draw(st.integers(3, 12)), 1), scattered(data.draw(st.integers(3, 12)), 2)
    n = len(one["weight"])
    land = {key: np.concatenate([one[key], other[key]]) for key in one}
    land["xy"] = np.concatenate([one["xy"], other["xy"] + 5000])
    land["edges"] = np.concatenate([one["edges"], other["edges"] + n])
    result = partition(**land, k=3, steps=SHORT)
    assert len(result.bridges) == 1
    assert [r.code for r in result.reasons if r.code == "island"] == ["island"]
    assert result.metrics.contiguity_faults == 0


def test_thousands_of_buildings_are_halved_into_even_connected_parts():
    land = scattered(2500, 4)
    result = partition(**land, k=40, seed=2)
    assert pieces(land["edges"], result.labels) == 40
    assert result.metrics.p95_dev <= 0.03


def test_the_same_seed_gives_the_same_labels_and_another_seed_others():
    land = scattered(80, 7)
    one, two, other = (partition(**land, k=5, seed=seed, steps=SHORT).labels.tolist() for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_labels_do_not_depend_on_the_number_of_workers():
    one, three = (partition_many(**six_grids(), total=20, workers=workers, steps=SHORT) for workers in (1, 3))
    assert one.labels.tolist() == three.labels.tolist()


def test_labels_of_a_grid_do_not_depend_on_the_order_of_the_grids():
    first = partition_many(**six_grids(), total=20, steps=SHORT)
    order = np.array([3, 5, 0, 4, 2, 1])
    again = partition_many(**six_grids(order), total=20, steps=SHORT)
    here, there = six_grids()["grid_id"], six_grids(order)["grid_id"]
    for grid in first.grids:
        assert first.labels[here == grid].tolist() == again.labels[there == grid].tolist()


def test_a_wished_size_decides_how_many_parts_each_grid_gets():
    made = partition_many(**six_grids(), size=100.0, steps=SHORT)
    for result in made.results:
        assert len(result.pop) == max(1, round(result.pop.sum() / 100))


def test_progress_counts_to_the_end_and_can_stop_the_search():
    seen = []
    land = scattered(120, 1)
    partition(**land, k=6, progress=lambda done, total, best: seen.append((done, total, best)))
    assert seen[-1][0] == seen[-1][1]
    assert [d for d, _, _ in seen] == sorted(d for d, _, _ in seen)
    stopped = partition(**land, k=6, progress=lambda done, total, best: False)
    assert not stopped.complete
    assert stopped.metrics.contiguity_faults == 0


def test_an_even_raster_is_cut_into_squares_of_the_same_size():
    result = partition(**raster(8, 8), k=4)
    assert result.metrics.max_dev == 0
    assert result.metrics.cut_edges == 16


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 30)), min_size=1, max_size=20), st.data())
def test_apportionment_adds_up_and_gives_nobody_more_parts_than_buildings(grids, data):
    weight, most = [w for w, _ in grids], [m for _, m in grids]
    total = data.draw(st.integers(len(grids), sum(most)))
    parts = apportion(weight, most, total)
    assert sum(parts) == total
    assert all(1 <= p <= m for p, m in zip(parts, most, strict=True))


def test_apportionment_is_sainte_lague():
    assert apportion([53_000, 24_000, 23_000], [99, 99, 99], 7) == [3, 2, 2]
    with pytest.raises(TooManyParts):
        apportion([1, 1], [1, 1], 3)
