"""A plan in force is kept: what changed is mended with few households moved, what did not change stays."""

import numpy as np

from liren.places.partition import partition, partition_many
from tests.places.partition.land import pieces, scattered, six_grids


def test_a_second_run_over_an_unchanged_plan_changes_little_and_keeps_every_name():
    land = scattered(120, 5)
    first = partition(**land, k=6)
    again = partition(**land, k=6, ref=first.labels)
    assert again.metrics.moved_share <= 0.01


def test_a_new_building_changes_one_grid_only():
    land = six_grids()
    first = partition_many(**land, total=20)
    grid = np.asarray(land["grid_id"])
    home = int(np.flatnonzero(grid == "g2")[0])
    n = len(grid)
    grown = dict(land)
    grown["grid_id"] = np.append(grid, "g2")
    grown["xy"] = np.concatenate([land["xy"], [land["xy"][home] + 5]])
    for key, value in (("weight", 25), ("area", 100.0), ("rim", 0.0)):
        grown[key] = np.append(land[key], value)
    grown["edges"] = np.concatenate([land["edges"], [[home, n]]])
    grown["edge_len"], grown["edge_road"] = np.append(land["edge_len"], 9.0), np.append(land["edge_road"], 0)
    parts = {g: len(r.pop) for g, r in zip(first.grids, first.results, strict=True)}
    again = partition_many(
        **grown, k_per_grid=parts, ref=np.append(first.labels, -1), ref_weight=np.append(land["weight"], 0)
    )
    moved = again.labels[:-1] != first.labels
    assert set(grid[moved]) <= {"g2"}
    assert set(again.unchanged) == set(first.grids) - {"g2"}


def test_after_small_changes_few_households_move_and_balance_is_nearly_that_of_a_fresh_plan():
    rng = np.random.default_rng(3)
    land = scattered(600, 9)
    first = partition(**land, k=30)
    weight = land["weight"].astype(float)
    some = rng.random(600) < 0.04
    weight[some] = np.round(weight[some] * rng.choice([0.5, 1.5], some.sum()))
    changed = land | {"weight": weight}
    warm = partition(**changed, k=30, ref=first.labels)
    still = partition(**changed, k=30, ref=first.labels, steps=0)
    assert still.metrics.moved == 0
    assert warm.metrics.moved_share <= 0.02
    assert warm.metrics.mean_dev < still.metrics.mean_dev


def test_more_parts_split_the_fullest_and_fewer_hand_their_buildings_on():
    land = scattered(200, 6)
    first = partition(**land, k=8)
    more = partition(**land, k=9, ref=first.labels)
    fewer = partition(**land, k=7, ref=first.labels)
    assert set(more.labels.tolist()) == set(range(9))
    assert pieces(land["edges"], fewer.labels) == 7
    assert more.metrics.moved_share < 0.3


def test_a_plan_that_fell_apart_is_put_together():
    land = scattered(100, 2)
    mixed = np.random.default_rng(0).integers(0, 4, 100)
    result = partition(**land, k=4, ref=mixed)
    assert pieces(land["edges"], result.labels) == 4
