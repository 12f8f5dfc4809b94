"""Files with something wrong: each error names the row, the column and the remedy; right files come through whole."""

import io
import json

import numpy as np
import openpyxl
import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode
from liren.places.geometry import from_wgs84
from liren.places.locator import Locator, Shape
from liren.places.rules import (
    apart_from,
    beyond,
    check_areas,
    check_buildings,
    check_divisions,
    read_areas,
    read_buildings,
    read_divisions,
    suspicion,
)

HEAD = "code,name,level,parent\n"
TREE = HEAD + "32,江苏省,1,\n3211,镇江市,2,32\n321181,丹阳市,3,3211\n"
GRID = "321181108001001"


def divisions(text, encoding="utf-8", name="a.csv"):
    return read_divisions(text.encode(encoding), name)


def told(errors):
    return [(error.row, error.column) for error in errors]


def feature(code, shape, name="网格", **more):
    geometry = json.loads(shapely.to_geojson(shape)) if shape is not None else None
    return {"type": "Feature", "properties": {"code": code, "name": name, **more}, "geometry": geometry}


def geojson(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def square(east, north, size=0.01):
    return shapely.box(119.8 + east, 32.1 + north, 119.8 + east + size, 32.1 + north + size)


# divisions -------------------------------------------------------------


def test_the_shipped_tree_of_jiepai_is_read_without_a_word():
    rows, errors = read_divisions(town.DIVISIONS.read_bytes(), "divisions.csv")
    assert errors == []
    assert len(rows) == 15
    assert (rows[3].code, rows[3].name) == ("321181108", "界牌镇")
    assert check_divisions(rows, known=(), closed=()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_chinese_spreadsheets_are_recognised(encoding):
    rows, errors = divisions(TREE, encoding)
    assert (len(rows), errors) == (3, [])


def test_an_unreadable_encoding_is_said_once_for_the_whole_file():
    rows, errors = divisions(TREE, "utf-16")
    assert rows == []
    assert told(errors) == [(0, "")]
    assert "CSV UTF-8" in errors[0].remedy


def test_a_missing_heading_is_named():
    _, errors = divisions("code,name\n32,江苏省\n")
    assert told(errors) == [(1, "")]
    assert "上级" in errors[0].sentence


def test_chinese_headings_are_understood_and_errors_use_them():
    _, errors = divisions("区划代码,名称,上级代码\n3211,,32\n")
    assert told(errors) == [(2, "名称")]
    assert str(errors[0]) == "第 2 行“名称”：没有填写。请补上。"


def test_a_blank_row_is_left_out_but_counted():
    _, errors = divisions(HEAD + "\n32,江苏省,1,\n\n3211,,2,32\n")
    assert told(errors) == [(5, "name")]


def test_an_empty_file_is_said():
    assert "空" in divisions("")[1][0].sentence


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("321,短县,3,32", "code", "区划代码"),
        ("3.21181E+11,县,3,3211", "code", "科学计数"),
        ("321182,,3,3211", "name", "没有填写"),
        ("321182,县,4,3211", "level", "县（市、区）"),
        ("321182,县,9,3211", "level", "1（省）到 5"),
        ("321182,县,3,3212", "parent", "3211"),
        ("321182,县,3,", "parent", "3211"),
        ("321181,又一个,3,3211", "code", "第 4 行重复"),
        ("321181108001001,网格,,321181108001", "code", "导入网格"),
    ],
)
def test_a_wrong_division_row_is_named_with_its_column_and_remedy(line, column, word):
    rows, errors = divisions(TREE + line + "\n")
    assert told(errors) == [(5, column)]
    assert word in errors[0].sentence + errors[0].remedy
    assert errors[0].remedy.endswith("。")
    assert len(rows) == 3


def test_every_wrong_row_is_told_not_only_the_first():
    _, errors = divisions(TREE + "321,短,3,32\n321182,,3,3211\n")
    assert told(errors) == [(5, "code"), (6, "name")]


def test_an_orphan_and_a_closed_code_are_refused_against_the_tree():
    rows, errors = divisions(HEAD + "321181,丹阳市,3,3211\n")
    assert errors == []
    assert "3211" in check_divisions(rows, known=(), closed=())[0].sentence
    assert check_divisions(rows, known=("3211",), closed=()) == []
    assert "停用" in check_divisions(rows, known=("3211",), closed=("321181",))[0].sentence


def test_a_spreadsheet_is_read_like_a_table_and_long_numbers_are_caught():
    book = openpyxl.Workbook()
    for line in (
        ["code", "name", "parent"],
        ["32", "江苏省", None],
        [3211, "镇江市", 32],
        [3.2118110800100101e16, "?", ""],
    ):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    rows, errors = read_divisions(content.getvalue(), "a.XLSX")
    assert [row.code for row in rows] == ["32", "3211"]
    assert (4, "code") in told(errors)
    assert "文本" in errors[0].remedy


def test_a_file_that_only_calls_itself_a_spreadsheet_is_refused_plainly():
    _, errors = read_divisions(b"not a zip", "a.xlsx")
    assert "打不开" in errors[0].sentence


# areas -----------------------------------------------------------------


def test_the_generated_town_passes_every_check():
    made = town.generate(seed=3)
    content = geojson(*(feature(a.code, a.shape, a.name) for a in made.areas))
    rows, errors = read_areas(content)
    assert errors == []
    assert check_areas(rows, known=["3211"], closed=(), shapes={}) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{", "GeoJSON"),
        (b"[]", "没有图形"),
        (geojson(), "没有图形"),
        (geojson(feature(GRID, square(0, 0)), crs={"properties": {"name": "EPSG:3857"}}), "EPSG:3857"),
    ],
)
def test_a_file_that_is_no_map_in_degrees_is_refused_as_a_whole(content, word):
    rows, errors = read_areas(content)
    assert rows == []
    assert told(errors) == [(0, "")]
    assert word in errors[0].sentence


BOW = shapely.Polygon([(119.8, 32.1), (119.9, 32.2), (119.9, 32.1), (119.8, 32.2)])


@pytest.mark.parametrize(
    ("wrong", "column", "word"),
    [
        (feature("", square(0, 0)), "code", "没有填写"),
        (feature(32118110800100101, square(0, 0)), "code", "文本"),
        (feature(GRID, square(0, 0)), "code", "第 1 个图形重复"),
        (feature("321181108001002", square(0, 0), name=""), "name", "没有填写"),
        (feature("321181108001002", square(0, 0), level="微网格"), "level", "一致"),
        (feature("321181108001002", None), "geometry", "没有图形"),
        (feature("321181108001002", shapely.Point(119.8, 32.1)), "geometry", "不是面"),
        (feature("321181108001002", BOW), "geometry", "交叉"),
        (feature("321181108001002", shapely.box(32.1, 119.8, 32.2, 119.9)), "geometry", "写反"),
    ],
)
def test_a_wrong_outline_is_named_with_its_column_and_remedy(wrong, column, word):
    rows, errors = read_areas(geojson(feature(GRID, square(0, 0)), wrong))
    assert [(e.row, e.unit) for e in errors] == [(2, "个图形")]
    assert errors[0].column == column
    assert word in errors[0].sentence + errors[0].remedy
    assert len(rows) == 1


def checked(*features, known=("321181108001",), closed=(), shapes=None):
    rows, errors = read_areas(geojson(*features))
    assert errors == []
    return check_areas(rows, known, closed, shapes or {})


def test_a_grid_without_its_community_is_an_orphan():
    assert "321181108001 没有找到" in checked(feature(GRID, square(0, 0)), known=())[0].sentence


def test_a_closed_code_is_never_used_again():
    assert "停用" in checked(feature(GRID, square(0, 0)), closed=(GRID,))[0].sentence


def test_a_child_may_not_leave_its_parent_by_more_than_a_hair():
    parent = {AreaCode("321181108001"): square(0, 0)}
    (error,) = checked(feature(GRID, square(0.002, 0)), shapes=parent)
    assert "20.0%" in error.sentence
    assert "边界外" in error.sentence
    assert checked(feature(GRID, square(0.000001, 0)), shapes=parent) == []


def test_siblings_in_the_file_may_not_overlap_and_the_pair_is_told_once():
    (error,) = checked(feature(GRID, square(0, 0)), feature("321181108001002", square(0.009, 0)))
    assert error.row == 2
    assert f"第 1 个图形 {GRID} 重叠" in error.sentence


def test_a_new_grid_may_not_overlap_one_that_was_imported_before_but_may_replace_it():
    there = {AreaCode(GRID): square(0, 0)}
    (error,) = checked(feature("321181108001002", square(0.009, 0)), shapes=there)
    assert f"已导入的 {GRID}" in error.sentence
    assert checked(feature(GRID, square(0.009, 0)), shapes=there) == []


def test_neighbours_that_only_touch_and_cousins_do_not_overlap():
    micro = "32118110800100101"
    assert (
        checked(feature(GRID, square(0, 0)), feature("321181108001002", square(0.01, 0)), feature(micro, square(0, 0)))
        == []
    )


def test_swapped_outlines_are_seen_against_the_area_above():
    county = {AreaCode("321181"): shapely.box(119.4, 31.7, 119.9, 32.2)}
    (error,) = checked(
        feature(GRID, shapely.box(31.9, 85, 32, 89)), shapes={AreaCode("321181"): shapely.box(80, 30, 95, 33)}
    )
    assert "写反" in error.sentence
    assert checked(feature(GRID, square(0, 0)), shapes=county) == []


# buildings -------------------------------------------------------------

BUILDINGS = "id,name,address,lon,lat,households,floors\n"
MAP = Locator.build([Shape(AreaCode(GRID + "01"), square(0, 0))], shapely.box(119.4, 31.7, 119.9, 32.2))


def buildings(*lines):
    return read_buildings((BUILDINGS + "\n".join(lines)).encode(), "b.csv")


def checked_buildings(rows, locator, area="321181", taken=None):
    return check_buildings(rows, locator, AreaCode(area), taken or {})


def test_a_right_building_is_read_whole_and_unknown_floors_stay_unknown():
    rows, errors = buildings("B1,1幢,界牌镇和睦路1号,119.805,32.105,12,", "B2,,界牌镇和睦路2号,119.806,32.105,0,6")
    assert errors == []
    assert (rows[0].households, rows[0].floors, rows[1].floors) == (12, None, 6)
    assert checked_buildings(rows, MAP) == []


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        (",1幢,地址,119.8,32.1,12,6", "id", "没有填写"),
        ("B1,1幢,,119.8,32.1,12,6", "address", "没有填写"),
        ("B1,1幢,地址,,32.1,12,6", "lon", "没有填写"),
        ("B1,1幢,地址,东经119度,32.1,12,6", "lon", "不是数字"),
        ("B1,1幢,地址,32.1,119.8,12,6", "lat", "填反"),
        ("B1,1幢,地址,119.8,32.1,-3,6", "households", "小于 0"),
        ("B1,1幢,地址,119.8,32.1,十二户,6", "households", "只写数字"),
        ("B1,1幢,地址,119.8,32.1,2.5,6", "households", "整数"),
        ("B1,1幢,地址,119.8,32.1,nan,6", "households", "整数"),
        ("B1,1幢,地址,119.8,32.1,,6", "households", "没有就填 0"),
        ("B1,1幢,地址,119.8,32.1,99999,6", "households", "太大"),
        ("B1,1幢,地址,119.8,32.1,12,999", "floors", "太大"),
        ("B1,%s,地址,119.8,32.1,12,6" % ("长" * 61), "name", "写短"),
        ("B0,1幢,地址,119.8,32.1,12,6", "id", "第 2 行重复"),
    ],
)
def test_a_wrong_building_row_is_named_with_its_column_and_remedy(line, column, word):
    rows, errors = buildings("B0,0幢,地址,119.8,32.1,12,6", line)
    assert told(errors) == [(3, column)]
    assert word in errors[0].sentence + errors[0].remedy
    assert len(rows) == 1


def test_swapped_and_far_buildings_are_told_apart():
    county = Locator.build([Shape(AreaCode(GRID + "01"), shapely.box(80, 30, 95, 33))])
    rows, _ = buildings("B1,,地址,31,85,12,6")
    assert "填反" in checked_buildings(rows, county)[0].sentence
    rows, _ = buildings("B1,,地址,118.8,32.1,12,6")
    assert "不在本县" in checked_buildings(rows, MAP)[0].sentence


def test_a_building_in_the_county_but_outside_every_grid_is_no_error():
    rows, _ = buildings("B1,,地址,119.5,32.0,12,6")
    assert checked_buildings(rows, MAP) == []


def test_an_import_for_one_community_touches_no_other():
    rows, _ = buildings("B1,,界牌镇和睦路1号,119.805,32.105,12,6")
    (error,) = checked_buildings(rows, MAP, area="321181108002")
    assert told([error]) == [(2, "lon")]
    assert "不在本次导入的区域" in error.sentence
    (error,) = checked_buildings(rows, MAP, taken={"B1": "32118210800100101"})
    assert told([error]) == [(2, "id")]
    assert checked_buildings(rows, MAP, taken={"B1": GRID + "01"}) == []


def test_buildings_before_grids_are_refused_with_the_order_to_follow():
    rows, _ = buildings("B1,,地址,119.8,32.1,12,6")
    assert "先导入网格" in checked_buildings(rows, Locator.build([]))[0].remedy


def test_building_footprints_come_with_a_point_inside_them():
    shape = square(0, 0, 0.0002)
    item = {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": {"id": "B1", "address": "界牌镇和睦路1号", "households": 12}}  # fmt: skip
    rows, errors = read_buildings(geojson(item), "b.geojson")
    assert errors == []
    assert shapely.from_wkb(rows[0].footprint).equals(shape)
    assert shape.contains(shapely.Point(rows[0].lon, rows[0].lat))


# datum -----------------------------------------------------------------


@pytest.fixture(scope="module")
def points():
    return np.array([(b.lon, b.lat) for b in town.generate(seed=5).buildings])


@pytest.mark.parametrize(("datum", "label"), [("gcj02", "GCJ-02"), ("bd09", "BD-09")])
def test_an_undeclared_offset_is_noticed_against_known_buildings_and_against_the_outline(points, datum, label):
    shifted = from_wgs84(points, datum)
    outline = shapely.convex_hull(shapely.multipoints(points))
    for misfit in (apart_from(points), beyond(outline)):
        error = suspicion(shifted, misfit)
        assert label in error.sentence
        assert "坐标系" in error.remedy


def test_a_right_file_or_a_merely_inexact_one_is_not_suspected(points):
    outline = shapely.convex_hull(shapely.multipoints(points))
    noisy = points + np.random.default_rng(0).normal(0, 0.0002, points.shape)
    for misfit in (apart_from(points), beyond(outline)):
        assert suspicion(points, misfit) is None
        assert suspicion(noisy, misfit) is None
