"""What a report must say, in the sentences a neighbour reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liren.cases.kinds import Field, shipped_kinds
from liren.cases.rules.reporting import check
from liren.cases.rules.scene import Who
from liren.kernel import AreaCode, Code, Denied, Refusal
from tests.cases.scenes import KEEPER, MONDAY, OUTSIDE, a_case, a_report, an_id

NOBODY = Who()
LAMP = shipped_kinds()["street_light_out"]


def refused(**changed: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check(a_report(**changed), LAMP, NOBODY, MONDAY)
    return caught.value


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"words": " "}, "words", "还没有写是什么事，写一句话就可以。"),
        ({"words": "🙏🙏"}, "words", "只有表情或符号，看不出是什么事，请补几个字。"),
        ({"words": "灯" * 10_000}, "words", "写了 10,000 个字，最多 5,000 个，请删去 5,000 个。您写的还在。"),
        ({"lat": None}, "lon", "地点只有经纬度中的一个，请在地图上重新点一下。"),
        ({"lon": 31.98, "lat": 119.87}, "lon", "经度和纬度好像写反了：收到的是经度 31.98、纬度 119.87，请对调后再交。"),
        ({"lon": 900.0}, "lon", "这不是地球上的经纬度，请在地图上重新点一下。"),
        ({"lon": None, "lat": None}, "place_words", "还没有说在哪里。请在地图上点一下，或者写明小区、楼号、路名。"),
        ({"phone": "1380000014"}, "phone", "少 1 位，手机号是 11 位。"),
        ({"phone": "138000001478"}, "phone", "多 1 位，手机号是 11 位。"),
        ({"phone": "打我手机"}, "phone", "电话里有不是数字的字，请只写号码。"),
        ({"photos": tuple(an_id(str(n)) for n in range(11))}, "photos", "一次最多 9 张照片，请去掉 2 张，其余的以后可以补。"),
        ({"occurred_at": MONDAY + timedelta(hours=1)}, "occurred_at", "写的发生时间还没有到，请核对日期和钟点。"),
        ({"answers": (("lights", "两盏"),)}, "lights", "“几盏不亮”请写数字，单位是盏。"),
        ({"answers": (("lights", "nan"),)}, "lights", "“几盏不亮”请写数字，单位是盏。"),
        ({"answers": (("colour", "黄"),)}, "colour", "“路灯不亮”没有这个问题，请刷新后重填。您写的还在。"),
        ({"severity": Code("mad")}, "severity", "紧急程度只有“一般”和“紧急”。"),
        ({"channel": Code("dream")}, "channel", "没有这个来源，请从列表里选。"),
    ],
)  # fmt: skip
def test_a_bad_report_is_answered_beside_the_field(changed: dict[str, object], field: str, sentence: str):
    refusal = refused(**changed)
    assert (refusal.field, refusal.sentence) == (field, sentence)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"words": "<script>alert(1)</script> 路灯不亮"},
        {"words": "", "photos": (an_id("photo"),)},
        {"lon": None, "lat": None, "place_words": "永胜路 23 号"},
        {"lon": None, "lat": None, "area": AreaCode("321181108001")},
        {"lon": 2.35, "lat": 48.85},
        {"phone": "0511-8888 8888"},
        {"phone": ""},
        {"answers": (("lights", "2"),)},
        {"words": "字" * 5000},
    ],
)
def test_a_report_that_can_be_helped_is_taken(changed: dict[str, object]):
    check(a_report(**changed), LAMP, NOBODY, MONDAY)


def test_a_required_question_is_asked_for():
    kind = replace(LAMP, fields=(Field(code="pole", label="灯杆编号", type="text", required=True),))
    with pytest.raises(Refusal) as caught:
        check(a_report(), kind, NOBODY, MONDAY)
    assert caught.value.sentence == "还没有回答“灯杆编号”。"


def test_advice_needs_no_place():
    check(a_report(lon=None, lat=None), shipped_kinds()["policy_question"], NOBODY, MONDAY)


def test_only_a_keeper_reports_what_he_already_put_right():
    report = a_report(solved_on_spot="换了灯泡")
    check(report, LAMP, KEEPER, MONDAY)
    with pytest.raises(Denied):
        check(report, LAMP, NOBODY, MONDAY)


def test_a_place_outside_every_grid_is_taken_and_waits_in_its_own_queue():
    assert a_case(place=OUTSIDE).case.placed == "outside"


def test_a_sealed_report_is_at_least_secret_and_a_kinds_own_secrecy_stays():
    assert a_case(sealed=True).case.secrecy == 1
    assert a_case("neighbour_dispute").case.secrecy == 1
    assert a_case().case.secrecy == 0
