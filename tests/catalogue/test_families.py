"""The checker names file, key and remedy; what it lets through has the shape."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from liren.catalogue.families import Family, Problem, check_shipped, problems, read


@dataclass(frozen=True, kw_only=True)
class Limit:
    amount: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class Toy:
    label: str
    limit: Limit | None = None
    limits: tuple[Limit, ...] = ()


def check(toy: Toy) -> list[Problem]:
    if not toy.label:
        return [Problem(key="label", sentence="是空的。", remedy="请写名称。")]
    return []


FAMILY = Family(code="toy", label="玩具", shape=Toy, folder=Path("."), check=check)


def test_a_good_entry_has_no_problems_and_its_shape():
    spec = {"label": "甲", "limit": {"amount": 4, "unit": "hour"}}
    assert problems(FAMILY, spec) == []
    assert read(FAMILY, spec) == Toy(label="甲", limit=Limit(amount=4, unit="hour"))


@pytest.mark.parametrize(
    ("spec", "key"),
    [
        ({"label": "甲", "lable": "乙"}, "lable"),
        ({"label": "甲", "limit": {"amount": 4, "unit": "hour", "amonut": 5}}, "limit.amonut"),
        ({"label": "甲", "limits": [{"amount": 4, "unit": "hour", "x": 5}]}, "limits[0].x"),
    ],
)
def test_a_misspelt_key_is_found_at_any_depth(spec, key):
    (problem,) = problems(FAMILY, spec, "toy.toml")
    assert (problem.file, problem.key, problem.sentence) == ("toy.toml", key, "没有这个键。")
    assert "请" in problem.remedy


def test_a_missing_key_is_named():
    (problem,) = problems(FAMILY, {})
    assert (problem.key, problem.sentence) == ("label", "缺少这个键。")


def test_a_wrong_type_is_named():
    (problem,) = problems(FAMILY, {"label": "甲", "limit": {"amount": "四", "unit": "hour"}})
    assert problem.key == "limit.amount"


def test_the_familys_own_checker_speaks():
    assert [p.key for p in problems(FAMILY, {"label": ""})] == ["label"]


def test_every_shipped_file_loads_and_is_sound():
    assert [str(p) for p in check_shipped()] == []
