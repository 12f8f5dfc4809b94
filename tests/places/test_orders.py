"""Orders made from files, names made from codes, versions planned from wishes."""

from datetime import date

import numpy as np
import pytest

from liren.kernel import AreaCode
from liren.kernel.rows import BadRows
from liren.places import rules
from liren.places.geometry import from_wgs84
from liren.places.rules import Current, Wanted

TREE = "code,name,parent\n32,江苏省,\n3211,镇江市,32\n321181,丹阳市,3211\n321181108,界牌镇,321181\n"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
GRID = AreaCode("321181108001001")


def test_a_division_order_reaches_over_its_leaves_and_names_its_ancestors_only_for_reference():
    assert rules.order_divisions(TREE.encode(), "a.csv").area == "321181108"
    two = TREE + "321181109,又一镇,321181\n"
    assert rules.order_divisions(two.encode(), "a.csv").area == "321181"


def test_codes_of_two_provinces_are_not_one_order():
    with pytest.raises(BadRows, match="同一个省"):
        rules.order_divisions(b"code,name,parent\n32,a,\n33,b,\n", "a.csv")


def test_a_heading_without_rows_is_no_order():
    with pytest.raises(BadRows, match="表头下面没有内容"):
        rules.order_divisions(b"code,name,parent\n", "a.csv")


def test_buildings_of_a_declared_datum_are_converted_at_the_door():
    ((lon, lat),) = from_wgs84(np.array([[119.8, 32.1]]), "bd09").tolist()
    content = f"编号,地址,经度,纬度,户数\nB1,和睦路1号,{lon!r},{lat!r},3\n".encode()
    (row,) = rules.order_buildings(content, "b.csv", AreaCode("321181"), "bd09").rows
    assert (row.lon, row.lat) == (pytest.approx(119.8, abs=1e-8), pytest.approx(32.1, abs=1e-8))
    (same,) = rules.order_buildings(content, "b.csv", AreaCode("321181")).rows
    assert (same.lon, same.lat) == (lon, lat)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("界东社区居委会", "界东社区"),
        ("大墙门村委会", "大墙门村"),
        ("立新村村委会", "立新村"),
        ("立新村民委员会", "立新村"),
        ("界牌镇", "界牌镇"),
    ],
)
def test_a_committee_is_left_out_of_the_name_of_its_place(name, short):
    assert rules.short_name(name) == short


def test_a_path_leaves_out_what_is_above_the_town_and_shows_unknown_codes_as_they_are():
    names = {"321181108": "界牌镇", "321181108001": "界东社区居委会"}
    assert rules.path(GRID, names) == f"界牌镇界东社区{GRID}"
    assert rules.path("3211", names) == "3211"


def planned(now, wish, today=TUESDAY):
    return rules.plan([Wanted(code=GRID, name=wish[0], shape=wish[1])], {GRID: Current(**now)} if now else {}, today)


def test_a_new_area_is_added_and_an_unchanged_one_left_alone():
    assert len(planned(None, ("甲", b"1")).added) == 1
    same = planned({"name": "甲", "shape": b"1", "since": MONDAY}, ("甲", b"1"))
    assert (same.added, same.replaced, same.corrected) == ([], [], [])


def test_a_version_is_corrected_on_its_own_day_and_replaced_later():
    assert len(planned({"name": "甲", "shape": b"1", "since": TUESDAY}, ("乙", b"1")).corrected) == 1
    assert len(planned({"name": "甲", "shape": b"1", "since": MONDAY}, ("乙", b"1")).replaced) == 1


def test_a_rename_keeps_the_outline():
    (wish,) = planned({"name": "甲", "shape": b"1", "since": MONDAY}, ("乙", None)).replaced
    assert (wish.name, wish.shape) == ("乙", b"1")
    assert planned({"name": "甲", "shape": b"1", "since": MONDAY}, ("甲", None)).changed == 0
