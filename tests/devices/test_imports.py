"""Lists of devices: read cell by cell, taken over whole, shown before, taken back whole."""

import pytest

from liren.devices import commands as d
from liren.devices.matching import difference
from liren.devices.queries import register
from liren.devices.rules.rows import COLUMNS, device_rows
from liren.kernel import AreaCode, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.trust import registry

HOUSE, TOWN = the_house("import"), AreaCode("321181108")
KINDS = {"用户信息传输装置": "transmission_unit", "独立式感烟探测器": "smoke_detector"}


def cells(town, **changed) -> dict[str, str]:
    lon, lat = town.point(0)
    told = dict.fromkeys(COLUMNS, "") | {
        "名称": "1 幢传输装置", "种类": "用户信息传输装置", "设备标识": "79 03 00 00 00 00", "经度": str(lon), "纬度": str(lat),
    }  # fmt: skip
    return told | changed


def order(town, *rows: dict[str, str], source: FileSource | None = None) -> d.ImportDevices:
    read, errors = device_rows(enumerate(rows, 2), KINDS, new_id)
    assert errors == ()
    return d.ImportDevices(area=TOWN, rows=read, source=source)


def test_every_wrong_cell_is_named_with_its_remedy(town):
    bad = cells(town, 设备标识="xyz", 种类="风车", 经度="东经", 有提示标识="也许", 安装日期="去年")
    _, errors = device_rows([(2, bad)], KINDS, new_id)
    assert {e.column for e in errors} == {"设备标识", "种类", "经度", "有提示标识", "安装日期"}
    assert all(e.remedy for e in errors)


def test_a_gateway_may_stand_in_the_same_file_behind_those_that_speak_through_it(town):
    lower = cells(town, 名称="厨房感烟", 种类="独立式感烟探测器", 设备标识="1122", 网关标识="790300000000")
    list_ = order(town, lower, cells(town), source=FileSource(id=new_id(), name="设备.csv", digest=b"1"))
    assert len(difference(HOUSE, list_, town.now).added) == 2
    assert town.order(list_, HOUSE) == {"added": 2, "changed": 0, "same": 0}
    found = {card.name: card for card in register.mine(HOUSE)}
    assert found["厨房感烟"].gateway == found["1 幢传输装置"].id
    renamed = order(town, cells(town, 名称="一幢传输装置"))
    [change] = difference(HOUSE, renamed, town.now).changed
    assert change.fields == (("名称", "1 幢传输装置", "一幢传输装置"),)
    with pytest.raises(Refusal):
        town.order(renamed, town.actor("desk"))


def test_an_import_is_taken_back_whole_while_nothing_was_built_upon_it(town):
    registry.house("taking back", may=[d.UndoDevicesImport])
    record = new_id()
    list_ = order(
        town, cells(town, 名称="要撤的", 设备标识="77"), source=FileSource(id=record, name="设备.csv", digest=b"2")
    )
    town.order(list_, HOUSE)
    undone = town.order(d.UndoDevicesImport(record=record), the_house("taking back"))
    assert undone == {"removed": 1, "restored": 0}
    assert "要撤的" not in {card.name for card in register.mine(HOUSE)}


def test_a_gateway_nobody_knows_stops_the_whole_list(town):
    with pytest.raises(BadRows, match="没有登记"):
        town.order(order(town, cells(town, 设备标识="33", 网关标识="99")), HOUSE)
