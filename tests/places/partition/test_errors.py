"""What cannot be cut is refused with the rows that it is about; what merely limits the plan comes as a reason."""

import numpy as np
import pytest

from liren.places.partition import partition, partition_many
from liren.places.partition.trouble import BadEdge, BadPlan, BadWeight, DoubleEdge, NobodyThere, TooManyParts
from tests.places.partition.land import raster, scattered


def broken(**changes):
    return raster(3, 3) | changes


@pytest.mark.parametrize("k", [0, 10])
def test_more_parts_than_buildings_or_none_at_all(k):
    with pytest.raises(TooManyParts, match="9 栋楼分不成"):
        partition(**raster(3, 3), k=k)


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_weight_that_is_no_number_names_its_building(wrong):
    weight = np.ones(9)
    weight[4] = wrong
    with pytest.raises(BadWeight, match="第 5 栋的人口") as caught:
        partition(**broken(weight=weight), k=2)
    assert caught.value.ids == (4,)


def test_nobody_lives_there():
    with pytest.raises(NobodyThere, match="一个人也没有"):
        partition(**broken(weight=np.zeros(9)), k=2)


def test_an_edge_out_of_range_to_itself_or_of_negative_length_names_itself():
    land = raster(3, 3)
    for pair, said in (((0, 9), "不存在的楼栋"), ((-1, 2), "不存在的楼栋"), ((3, 3), "同一栋")):
        edges = land["edges"].copy()
        edges[5] = pair
        with pytest.raises(BadEdge, match=said) as caught:
            partition(**(land | {"edges": edges}), k=2)
        assert caught.value.ids == (5,)
    length = land["edge_len"].copy()
    length[2] = -3
    with pytest.raises(BadEdge, match="第 3 条"):
        partition(**(land | {"edge_len": length}), k=2)


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_that_comes_twice_in_either_direction(turned):
    land = raster(3, 3)
    again = land["edges"][0][::-1] if turned else land["edges"][0]
    land["edges"] = np.concatenate([land["edges"], [again]])
    land["edge_len"] = np.append(land["edge_len"], 7.0)
    land["edge_road"] = np.append(land["edge_road"], 0)
    with pytest.raises(DoubleEdge, match="第 13 条"):
        partition(**land, k=2)


def test_a_plan_of_another_length():
    with pytest.raises(BadPlan, match="对不上"):
        partition(**raster(3, 3), k=2, ref=[0, 1])


def test_a_building_heavier_than_a_part_is_a_reason_with_its_bound():
    result = partition(**scattered(60, 3, tower=600), k=5)
    assert result.bounds.heavy == (0,)
    assert [r.code for r in result.reasons] == ["heavy_building"]
    assert "受单体楼限制" in result.reasons[0].sentence
    assert result.metrics.max_dev == pytest.approx(result.bounds.max_dev)


def test_the_grid_is_named_where_one_of_many_cannot_be_cut():
    with pytest.raises(TooManyParts, match="网格 b："):
        partition_many(["a"] * 5 + ["b"] * 4, **raster(3, 3), k_per_grid={"a": 2, "b": 5})
