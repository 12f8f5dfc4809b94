"""liren import, from the command line to the rows, with sentences for whoever typed it."""

import pytest

from liren.config.cli import main
from liren.config.demo import town
from liren.trust import sql


@pytest.fixture(scope="module")
def files(db, tmp_path_factory):
    return town.write(town.generate(micro_grids=22, grids=11), tmp_path_factory.mktemp("town"))


def test_a_whole_town_is_imported_with_three_commands(files, capsys):
    assert main(["import", "divisions", str(files.divisions)]) == 0
    assert main(["import", "areas", str(files.areas), "--datum", "wgs84"]) == 0
    assert main(["import", "buildings", str(files.buildings)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "新增 15，更改 0，没有变化 0" in said[0]
    assert len(said) == 3
    assert sql.value("select count(*) from places_building where area is null") == 0


def test_venues_are_imported_beside_the_page_and_a_second_time_nothing_changes(files, tmp_path, capsys):
    place = sql.one("select lon, lat from places_building where area is not null order by id limit 1")
    table = tmp_path / "阵地.csv"
    head = "名称,地址,经度,纬度,电话,建筑面积,运营单位,开放时间,功能区"
    rows = [
        f"{n}号驿站,同心路{n}号,{place['lon']},{place['lat']},,,,每天 08:00-18:00,老年活动中心" for n in range(1, 41)
    ]
    table.write_text("\n".join((head, *rows)), encoding="utf-8")
    for said in ("新增 40，更改 0，没有变化 0", "新增 0，更改 0，没有变化 40"):
        assert main(["import", "venues", str(table)]) == 0
        assert said in capsys.readouterr().out
    table.write_text("\n".join((head, rows[0].replace("08:00", "8点"))), encoding="utf-8")
    assert main(["import", "venues", str(table)]) == 1
    assert "开放时间" in capsys.readouterr().err


def test_every_wrong_row_is_printed_and_nothing_is_written(files, tmp_path, capsys):
    table = tmp_path / "楼栋.csv"
    table.write_text("编号,地址,经度,纬度,户数\nB1,和睦路1号,119.8,32.1,-1\nB2,,119.8,32.1,1\n", encoding="gb18030")
    before = sql.value("select count(*) from places_building")
    assert main(["import", "buildings", str(table)]) == 1
    said = capsys.readouterr().err
    assert "一行也没有写入" in said
    assert "第 2 行“户数”" in said
    assert "第 3 行“地址”" in said
    assert sql.value("select count(*) from places_building") == before


def test_a_missing_file_is_one_sentence(db, capsys):
    assert main(["import", "areas", "/nowhere/areas.geojson"]) == 1
    assert "没有找到文件" in capsys.readouterr().err
