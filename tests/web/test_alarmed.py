"""The strip of alarms over the duty desk, and what the page of such a case says: house, micro-grid, keeper, cameras to come, no picture."""

from datetime import UTC, datetime

import pytest

from liren.devices import commands as d
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests import scene
from tests.devices import speaking
from tests.scene import STATION, TOWN, id_of
from tests.web.staffroom import Room, text
from tests.web.test_alarms import settle
from tests.web.test_cameras import entry

HOUSE = the_house("test")


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    made.scene.order(entry(made, 0), made.scene.actor("admin"))
    return made


def fire(room, number, bits=speaking.FIRE):
    """A unit beside the camera fires; its alarm."""
    lon, lat = room.scene.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=speaking.WIRE, source=speaking.source(number).hex(), name=f"{number} 号装置",
        position="消防控制室", lon=lon, lat=lat, contact=id_of(STATION),
    )  # fmt: skip
    room.scene.order(order)
    now = datetime.now(UTC)
    room.scene.now = now
    speaking.keep(speaking.frame(speaking.component(bits, now), number=number, at=now), now, number=number)
    reading.read(now)
    settle()
    return alarms.of_device(HOUSE, order.device)[0]


def test_nothing_waits_and_the_strip_is_empty_but_listens(room):
    page = room.browser("desk").get("/desk/").content.decode()
    assert 'data-alarms="/desk/alarms/"' in page
    assert "等人核实的告警" not in page
    assert room.browser("desk").get("/desk/alarms/").content.decode().strip() == ""


def test_an_alarm_that_waits_stands_over_the_desk_with_all_that_one_needs_to_judge_it(room):
    alarm = fire(room, 5101)
    strip = room.browser("desk").get("/desk/alarms/")
    said = text(strip)
    keeper = alarm.area
    """In this town a keeper is called as her micro-grid."""
    for fact in ("火警：5101 号装置 消防控制室", keeper, "附近 1 台摄像头，派遣后开放", "核实真假"):
        assert fact in said, said
    assert "<img" not in strip.content.decode()
    case = text(room.browser("desk").get(f"/case/{alarm.case}/"))
    for fact in ("报警的地方", keeper, "先说是真的还是误报", "一号摄像头0"):
        assert fact in case, case[200:900]
    page = text(room.browser("desk").get(f"/alarms/{alarm.id}/"))
    assert keeper in page
    assert "Spot(" not in page, "the frame of the page names the place of the viewer"
    pane = text(room.browser("desk").get(f"/desk/case/{alarm.case}/"))
    assert "核实真假" in pane
    assert "派遣以后才对办这件事的人开放" in pane


def test_a_judged_one_leaves_the_strip_and_a_fault_says_nothing_of_cameras(room):
    alarm = fire(room, 5102)
    room.scene.order(
        d.JudgeFalse(alarm=alarm.id, cause=Code("test"), words="年度测试，物业来过电话"), room.scene.actor("desk")
    )
    settle()
    assert "5102" not in text(room.browser("desk").get("/desk/alarms/"))
    fault = fire(room, 5103, speaking.FAULT)
    assert fault.case is not None
    said = text(room.browser("desk").get("/desk/alarms/"))
    assert "5103 号装置" in said
    assert "摄像头" not in said.partition("5103 号装置")[2].partition("核实真假：")[0]


def test_whoever_may_not_judge_has_no_strip(room):
    handler = room.browser("handler")
    assert "data-alarms" not in handler.get("/desk/").content.decode()
    assert handler.get("/desk/alarms/").status_code == 404


def test_the_number_in_the_navigation_is_what_waits(room):
    fire(room, 5104)
    waits = alarms.waiting(room.scene.actor("desk"))
    assert waits >= 1
    assert f">{waits}<span" in room.browser("desk").get("/inbox/").content.decode().replace("\n", "")
    assert sql.value("select count(*) from devices_alarm where closed_at is null and judged = ''") >= waits


def test_an_alarm_s_case_has_no_reporter_to_look_at_and_no_rating_to_wait_for(room):
    alarm = fire(room, 5190)
    page = room.browser("desk").get(f"/case/{alarm.case}/")
    assert 'aria-labelledby="rp"' not in page.content.decode()
    for word in ("骚扰或广告", "评价"):
        assert word not in text(page), word
    assert "报警" in text(page)


def test_the_page_of_an_alarm_nobody_looked_under_says_nothing_of_hidden_views(room):
    alarm = fire(room, 5191)
    page = room.browser("desk").get(f"/alarms/{alarm.id}/").content.decode()
    assert 'value="seen"' in page
    assert "登记由审计员和批准的人看" not in page
