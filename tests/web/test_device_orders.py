"""Orders on the page of a device, and the figures of 查岗: what is pressed, what is said, what each number opens."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from openpyxl import load_workbook

from liren.devices import commands as d
from liren.devices import ordering, outgoing
from liren.devices.outgoing import Word
from liren.devices.queries import checks, orders
from liren.gateway import reading
from liren.gateway.gb26875.frame import REPLY, build, label
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.web.display import SHANGHAI
from tests.devices import speaking
from tests.devices.speaking import WIRE
from tests.devices.test_orders import ANSWERED, said
from tests.web.staffroom import Room, key_of, text

HOUSE = the_house("test")
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def room(db, tmp_path_factory) -> Room:
    return Room(tmp_path_factory.mktemp("town"), db)


def registered(room, number: int, n: int = 0, wire: str = WIRE) -> UUID:
    lon, lat = room.scene.point(n)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=wire, source=speaking.source(number).hex(),
        name=f"{number} 号楼传输装置", position="一层消防控制室", lon=lon, lat=lat,
    )  # fmt: skip
    room.scene.order(order)
    return order.device


def press(client, device: UUID, what: str, **more):
    page = client.get(f"/office/devices/{device}/").content.decode()
    return client.post(
        f"/office/devices/{device}/", {"key": key_of(page), "do": "down", "down-what": what} | more, follow=True
    )


def the_order(device: UUID) -> orders.OrderCard:
    return orders.of_device(HOUSE, device)[0]


def answer(room, device: UUID, number: int, unit: bytes = b"") -> None:
    """The gateway sent the latest order and the device answered."""
    room.scene.now = now = datetime.now(UTC)
    order = the_order(device).id
    raw = build(REPLY, unit, serial=0, source=speaking.source(number), destination=speaking.CENTRE, at=now)
    how = "replied" if unit else "confirmed"
    sql.run(*outgoing.telling(new_id(), [Word(order=order, at=now, how=h, raw=raw) for h in ("sent", how)]))
    ordering.step(now)


def test_a_pressed_button_is_an_order_and_its_answer_is_read_in_words(room):
    device = registered(room, 700)
    desk = room.browser("desk")
    shown = text(press(desk, device, "read_version"))
    assert "命令已排上" in shown
    assert "等设备连上，等到" in shown
    look = desk.get(f"/office/devices/{device}/?look")
    assert look.status_code == 200
    assert "读版本" in text(look)
    assert "<html" not in look.content.decode()
    answer(room, device, 700, bytes((25, 1, 2, 14)))
    assert desk.get(f"/office/devices/{device}/?look").status_code == 204
    page = desk.get(f"/office/devices/{device}/")
    assert "设备回了话" in text(page)
    assert "版本 2.14" in text(page)
    assert "again.js" not in page.content.decode()


def test_a_clock_that_was_read_shows_what_the_device_shows(room):
    device = registered(room, 701, 1)
    desk = room.browser("desk")
    press(desk, device, "read_clock")
    answer(room, device, 701, bytes((28, 1)) + label(datetime(2026, 11, 23, 6, 30, tzinfo=UTC)))
    assert "设备的钟 2026-11-23 14:30:00" in text(desk.get(f"/office/devices/{device}/"))


def test_the_same_order_twice_is_refused_on_the_page_and_a_second_click_is_not(room):
    device = registered(room, 702, 2)
    desk = room.browser("desk")
    page = desk.get(f"/office/devices/{device}/").content.decode()
    form = {"key": key_of(page), "do": "down", "down-what": "read_status"}
    assert desk.post(f"/office/devices/{device}/", form).status_code == 302
    assert desk.post(f"/office/devices/{device}/", form).status_code == 302, "a second click of one form is the first"
    again = press(desk, device, "read_status")
    assert again.status_code == 422
    assert "同样的命令已经在路上" in text(again)
    assert len(orders.of_device(HOUSE, device)) == 1


def test_an_order_that_waits_is_called_off_with_one_button(room):
    device = registered(room, 703, 3)
    desk = room.browser("desk")
    page = press(desk, device, "set_clock").content.decode()
    order = re.findall(r'name="call_off-order" value="([^"]+)"', page)[0]
    keys = re.findall(r'name="key" value="([^"]+)"><input type="hidden" name="do" value="call_off"', page)
    told = desk.post(f"/office/devices/{device}/", {"key": keys[0], "do": "call_off", "call_off-order": order}, follow=True)  # fmt: skip
    assert "命令已撤回" in text(told)
    assert the_order(device).state == "called_off"


@pytest.mark.parametrize(
    ("what", "more", "status"),
    [("initialise", {}, 422), ("", {}, 422), ("post_check", {}, 422), ("post_check", {"down-minutes": "十"}, 422),
     ("post_check", {"down-minutes": "0"}, 422), ("post_check", {"down-minutes": "300"}, 422)],
)  # fmt: skip
def test_nonsense_is_a_sentence_and_no_order(room, what, more, status):
    device = registered(room, 704 + len(what) + len(str(more)), 4)
    answered = press(room.browser("desk"), device, what, **more)
    assert answered.status_code == status
    assert orders.of_device(HOUSE, device) == []
    sql.run("update devices_device set retired_at = now() where id = %s", (device,))


def test_whoever_only_sees_has_no_buttons_and_a_forged_form_is_refused(room):
    device = registered(room, 780, 5)
    head = room.browser("head")
    page = head.get(f"/office/devices/{device}/").content.decode()
    assert "对它下的命令" in page
    assert "down-what" not in page
    forged = head.post(f"/office/devices/{device}/", {"key": str(new_id()), "do": "down", "down-what": "read_status"})
    assert forged.status_code == 403
    assert head.get("/office/devices/checks/").status_code == 200
    assert "查勾上的值班室" not in head.get("/office/devices/checks/").content.decode()
    assert room.browser("handler").get("/office/devices/checks/").status_code == 404
    assert room.browser("handler").get("/office/devices/checks/list/").status_code == 404


def test_a_device_whose_wire_takes_no_orders_offers_none(room):
    device = registered(room, 781, 6, wire="other:1")
    assert "对它下的命令" not in room.browser("desk").get(f"/office/devices/{device}/").content.decode()


def test_several_are_asked_at_once_and_every_number_opens_its_checks(room):
    sql.run("delete from devices_postcheck")
    asked = [registered(room, 790 + n, 7 + n) for n in range(3)]
    desk = room.browser("desk")
    page = desk.get("/office/devices/checks/").content.decode()
    assert all(str(device) in page for device in asked)
    none = desk.post("/office/devices/checks/", {"key": key_of(page), "minutes": "10"})
    assert none.status_code == 422
    assert "还没有选值班室" in text(none)
    told = desk.post("/office/devices/checks/", {"key": key_of(page), "minutes": "10", "device": [str(d) for d in asked]}, follow=True)  # fmt: skip
    assert "已向 3 处值班室查岗" in text(told)
    scene = room.scene
    scene.now = datetime.now(UTC)
    for device in asked[:2]:
        said(scene, the_order(device).id, "sent", "confirmed")
    said(scene, the_order(asked[2]).id, "sent", "silent")
    unit = speaking.pressed(ANSWERED, scene.now)
    speaking.keep(speaking.frame(unit, number=790, at=scene.now), scene.now, number=790)
    reading.read(scene.now)
    ordering.step(scene.now + 11 * MINUTE)
    month = f"{scene.now.astimezone(SHANGHAI):%Y-%m}"
    for by in checks.BY:
        page = desk.get(f"/office/devices/checks/?month={month}&by={by}").content.decode()
        links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/office/devices/checks/list/[^"]+)"[^>]*>(?:<b>)?(?=\d)', page)]  # fmt: skip
        numbers = [int(n) for n in re.findall(r'href="/office/devices/checks/list/[^"]+">(?:<b>)?(\d+)', page)]
        assert len(links) == len(numbers) > 0
        for link, number in zip(links, numbers, strict=True):
            body = desk.get(link).content.decode()
            assert body.count('<th scope="row">') == number, link
    page = text(desk.get(f"/office/devices/checks/?month={month}"))
    assert "件少（2）" in page
    assert "没有人应答" in text(desk.get(f"/office/devices/checks/list/?month={month}&outcome=none"))


def test_the_figures_are_taken_along_as_csv_and_xlsx_and_name_no_person(room):
    desk = room.browser("desk")
    sheet = b"".join(desk.get("/office/devices/checks/?csv").streaming_content).decode("utf-8-sig")
    assert sheet.splitlines()[0] == "值班室,问到,按时应答,超时应答,没有应答,还在等,没有问到,应答用时中位数（分钟）"
    assert sheet.splitlines()[-1].startswith("合计,2,1,0,1,0,1,")
    book = load_workbook(io.BytesIO(b"".join(desk.get("/office/devices/checks/list/?xlsx").streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("值班室", "位置", "区域代码", "查岗时间", "几分钟内应答", "应答时间", "结果", "为什么查")
    assert sorted(row[6] for row in rows[1:]) == ["按时应答", "没有应答", "没有问到"]


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=x", "by=person", "in=%F0", "of=1&by=device", "outcome=x", "month=0-0"]
)
def test_an_odd_address_is_answered_and_not_an_error(room, query):
    desk = room.browser("desk")
    for page in ("/office/devices/checks/", "/office/devices/checks/list/"):
        assert desk.get(f"{page}?{query}").status_code == 200


def test_how_often_rooms_are_asked_is_set_where_other_rules_are(room):
    deputy = room.browser("deputy")
    page = text(deputy.get("/office/kinds/post_check/night/"))
    assert "夜间查岗" in page
    assert "其间查几次（0 是不查）" in page
