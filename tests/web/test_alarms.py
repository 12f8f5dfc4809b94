"""The alarms' pages and the register of devices, as people use them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.devices import commands as d
from liren.devices.queries import alarms, register
from liren.gateway import reading
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import deliveries, sql
from tests.devices import speaking
from tests.devices.speaking import FIRE, WIRE
from tests.web.staffroom import Room, key_of, text

HOUSE = the_house("test")


@pytest.fixture(scope="module")
def room(db, tmp_path_factory) -> Room:
    return Room(tmp_path_factory.mktemp("town"), db)


def registered(room, number: int, n: int = 0) -> UUID:
    lon, lat = room.scene.point(n)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(number).hex(),
        name=f"{number} 号楼传输装置", position="一层消防控制室", lon=lon, lat=lat,
    )  # fmt: skip
    room.scene.order(order)
    return order.device


def settle() -> None:
    """Let every flow answer, by the server's own clock."""
    while deliveries.drain(lambda: datetime.now(UTC)):
        pass
    assert sql.values("select trouble from trust_delivery") == []


def fire(room, number: int, point: int = 2) -> alarms.AlarmCard:
    """A detector fires: the frame is kept and read, the flows answer."""
    room.scene.now = at = datetime.now(UTC)
    speaking.keep(speaking.frame(speaking.component(FIRE, at, point=point), number=number, at=at), at, number=number)
    reading.read(at)
    settle()
    row = sql.one("select a.id from devices_alarm a join devices_device d on d.id = a.device where d.source = %s order by a.raised_at desc", (speaking.source(number),))  # fmt: skip
    return alarms.group_of(HOUSE, row["id"])[0]


def test_within_a_second_of_the_frame_the_case_waits_on_the_desk(room):
    registered(room, 600, n=6)
    registered(room, 601)
    desk = room.browser("desk")
    fire(room, 600)
    desk.get("/desk/?q=600 号楼传输装置")  # a worker and a door that run have their plans and templates
    begun = datetime.now(UTC)
    alarm = fire(room, 601)
    page = desk.get("/desk/?q=601 号楼传输装置")
    took = datetime.now(UTC) - begun
    assert str(alarm.case) in page.content.decode()
    assert desk.get(f"/alarms/case/{alarm.case}/").headers["Location"] == f"/alarms/{alarm.id}/"
    assert took < timedelta(seconds=1), took


def test_a_click_confirms_and_the_case_is_ready_to_be_dispatched(room):
    registered(room, 602, n=1)
    alarm = fire(room, 602)
    desk = room.browser("desk")
    page = desk.get(f"/alarms/{alarm.id}/").content.decode()
    assert "火警" in page
    assert "原样的字节" in page
    assert "点型光电感烟" not in page
    assert "感烟火灾探测器" in page
    answer = desk.post(f"/alarms/{alarm.id}/", {"key": key_of(page), "alarm": alarm.id, "verb": "real", "version": 1})
    assert answer.status_code == 302
    settle()
    assert room.scene.state(alarm.case).state == "filed"
    chain = text(desk.get(f"/alarms/{alarm.id}/"))
    assert "立案" in chain
    assert "真的，在办" in chain


def test_a_false_alarm_needs_its_cause_and_what_was_seen_and_nothing_typed_is_lost(room):
    registered(room, 603, n=2)
    alarm = fire(room, 603)
    desk = room.browser("desk")
    page = desk.get(f"/alarms/{alarm.id}/").content.decode()
    form = {"key": key_of(page), "alarm": alarm.id, "verb": "false", "version": 1, "words": "到现场看过，是油烟"}
    refused = desk.post(f"/alarms/{alarm.id}/", form)
    assert refused.status_code == 422
    assert "还没有选误报的原因" in text(refused)
    assert "到现场看过，是油烟" in refused.content.decode()
    assert desk.post(f"/alarms/{alarm.id}/", form | {"cause": "cooking"}).status_code == 302
    settle()
    assert room.scene.state(alarm.case).state == "false_alarm"
    assert "看探头的位置" in text(room.browser("desk").get(f"/office/devices/{alarm.device}/"))


def test_the_list_has_one_action_each_and_goes_out_as_a_sheet(room):
    registered(room, 604, n=3)
    fire(room, 604)
    desk = room.browser("desk")
    page = text(desk.get("/alarms/"))
    assert "604 号楼传输装置" in page
    assert "确认是真的" in page
    assert "604" in b"".join(desk.get("/alarms/?csv")).decode()
    assert "没有这样的告警" in text(desk.get("/alarms/?kind=water"))


def test_whoever_may_not_see_devices_finds_no_page(room):
    verifier = room.browser("verifier")
    assert verifier.get("/alarms/").status_code == 404
    assert verifier.get("/office/devices/").status_code == 404


def test_devices_are_listed_by_state_and_go_out_in_the_columns_of_the_import(room):
    device = registered(room, 605, n=4)
    head = room.browser("head")
    page = text(head.get("/office/devices/"))
    assert "605 号楼传输装置" in page
    assert "不清楚" in page
    sheet = b"".join(head.get("/office/devices/?csv")).decode("utf-8-sig")
    assert sheet.startswith("名称,种类,设备标识,位置,经度,纬度")
    assert text(head.get(f"/office/devices/{device}/")).count("一层消防控制室")
    assert "没有这样的设备" in text(head.get("/office/devices/?q=没有这台"))


def test_a_source_that_was_heard_is_registered_with_one_click_and_its_fire_becomes_a_case(room):
    at = datetime.now(UTC)
    speaking.heard(777, at)
    speaking.keep(speaking.frame(speaking.component(FIRE, at), number=777, at=at), at, number=777)
    reading.read(at)
    assert [s.fires for s in register.strays(HOUSE) if s.identity == speaking.source(777).hex()] == [1]
    lon, lat = room.scene.point(5)
    order = d.RegisterDevice(device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(777).hex(), name="777 号", lon=lon, lat=lat)  # fmt: skip
    assert room.scene.order(order)["again"] == 1
    reading.read(datetime.now(UTC))
    settle()
    [alarm] = alarms.of_device(HOUSE, order.device)
    assert room.scene.state(alarm.case).kind == "fire_alarm"
