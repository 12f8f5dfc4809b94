"""Every shipped kind may be published, and the checker names what is wrong with a bad one."""

from dataclasses import replace
from pathlib import Path

import pytest

from liren.cases import kinds
from liren.cases.kinds import CHANNELS, Field, Photo, check, shipped_kinds
from liren.catalogue.worktime import Limit

NAMED = "楼道堆物 暴露垃圾 路灯不亮 积水 电动自行车飞线充电 噪声扰民 邻里纠纷 独居老人帮扶 下水道堵塞 违法建设 消防通道占用 农田河塘受灾 物业投诉 政策咨询 意见建议 井盖缺损 道路破损 流浪犬 其他"


@pytest.mark.parametrize("code", sorted(shipped_kinds()))
def test_a_shipped_kind_may_be_published(code: str):
    assert check(shipped_kinds()[code]) == []


def test_the_kinds_that_were_asked_for_are_there():
    assert set(NAMED.split()) <= {k.label for k in shipped_kinds().values()}


def test_a_kind_file_is_short_enough_to_be_read():
    for path in (Path(kinds.__file__).parent / "kinds").glob("*.toml"):
        assert len(path.read_text().splitlines()) <= 120, path.name


def test_an_urgent_case_is_never_slower_than_a_usual_one():
    for code, kind in shipped_kinds().items():
        if kind.urgent:
            assert kind.urgent.solve.unit == "urgent_hour", code


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"label": " "}, "label"),
        ({"group": "space"}, "group"),
        ({"workflow": "none"}, "workflow"),
        ({"national_code": "12"}, "national_code"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"verified_by": ""}, "verified_by"),
        ({"secrecy": 3}, "secrecy"),
        ({"retention_days": 7}, "retention_days"),
        ({"drawn_share": 0.0}, "drawn_share"),
        ({"exits": ("escape",)}, "exits"),
        ({"photo": Photo(after=True)}, "photo.why"),
        ({"fields": (Field(code="x", label="x", type="choice"),)}, "fields.x"),
        ({"hints": ("灯", "灯")}, "hints"),
    ],
)
def test_the_checker_names_the_key_and_the_remedy(change: dict[str, object], key: str):
    faults = check(replace(shipped_kinds()["street_light_out"], **change))  # type: ignore[arg-type]
    assert [f.key for f in faults] == [key]
    assert faults[0].sentence.endswith("。")
    assert faults[0].remedy.startswith("请")


@pytest.mark.parametrize("limit", [Limit(0, "work_hour"), Limit(1.5, "work_day")])
def test_a_limit_is_positive_and_days_are_whole(limit: Limit):
    kind = shipped_kinds()["street_light_out"]
    assert [f.key for f in check(replace(kind, limits=replace(kind.limits, solve=limit)))] == ["limits.solve"]


def test_every_exit_can_name_a_channel():
    assert {"110", "119", "120", "122", "petition", "court", "12345"} <= set(CHANNELS)
