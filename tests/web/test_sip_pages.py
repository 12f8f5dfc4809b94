"""GB/T 28181 on pages: a password shown once, a catalogue that is an offer, a camera that a person registers out of it."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from liren.devices import signalling
from liren.devices.commands import RegisterDevice
from liren.devices.commands.cameras import RetireCamera
from liren.devices.queries import cameras, sip
from liren.devices.rules import sip as rules
from liren.devices.signalling import Listed
from liren.gateway.probing import round as probing
from liren.kernel import Code, Missing, Refusal
from liren.kernel.actor import the_house
from liren.trust import sealed, sql
from tests import scene
from tests.scene import STATION, TOWN, id_of
from tests.web.staffroom import Room, key_of, text

NVR = "34020000001180000001"
ONE, TWO = "34020000001310000001", "34020000001320000002"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    lon, lat = made.scene.point(0)
    entry = RegisterDevice(
        device=id_of(NVR), kind=Code("video_platform"), wire=rules.WIRE, source=NVR, name="派出所平台", lon=lon, lat=lat
    )
    made.scene.order(entry, made.scene.actor("admin"))
    return made


def catalogue(*listed: tuple[str, str, bool]) -> None:
    """A whole catalogue came."""
    told = [Listed(number=n, name=name, address="东门", maker="", model="", online=on) for n, name, on in listed]
    sql.run(*signalling.catalogue(id_of(NVR), told, len(told), datetime.now(UTC)))


def issue(room):
    browser = room.browser("admin")
    address = f"/office/devices/{id_of(NVR)}/sip/"
    key = key_of(browser.get(address).content.decode())
    return browser, address, key, browser.post(address, {"key": key, "do": "password"})


def fields(room, page: str, **more) -> dict[str, str]:
    lon, lat = room.scene.point(0)
    told = {
        "key": key_of(page), "name": "东门", "place": "同心路 1 号东门", "position": "gate", "type": "fixed", "owner": str(id_of(STATION)),
        "lon": str(lon), "lat": str(lat), "sign_posted": "1", "installed_on": "2026-01-05", "retention_days": "30", "engine_path": "rtp/x",
    }  # fmt: skip
    return told | more


def test_a_password_is_shown_once_and_kept_as_what_nobody_can_read(room):
    browser, address, key, answer = issue(room)
    shown = answer.content.decode().partition("data-secret>")[2].partition("<")[0]
    assert rules.PASSWORD.fullmatch(shown)
    kept = bytes(sql.value("select ha1 from devices_sipline where device = %s", (id_of(NVR),)))
    assert sealed.unseal(kept) == rules.ha1(NVR, shown)
    assert shown not in browser.get(address).content.decode()
    again = browser.post(address, {"key": key, "do": "password"}).content.decode()
    assert shown in again, "a second click on the same form shows the same password"


def test_a_device_of_another_standard_has_no_such_page(room):
    lon, lat = room.scene.point(0)
    other = RegisterDevice(
        device=id_of("unit"),
        kind=Code("transmission_unit"),
        wire="gb26875:2011",
        source="790300000000",
        name="传输装置",
        lon=lon,
        lat=lat,
    )
    room.scene.order(other, room.scene.actor("admin"))
    assert room.browser("admin").get(f"/office/devices/{id_of('unit')}/sip/").status_code == 404
    assert room.browser("handler").get(f"/office/devices/{id_of(NVR)}/sip/").status_code == 404


def test_a_number_of_other_than_twenty_digits_is_refused_in_words(room):
    lon, lat = room.scene.point(0)
    wrong = RegisterDevice(
        device=id_of("x"), kind=Code("video_platform"), wire=rules.WIRE, source="3402", name="平台", lon=lon, lat=lat
    )
    with pytest.raises(Refusal, match="20 位"):
        room.scene.order(wrong, room.scene.actor("admin"))


def test_the_line_says_where_it_stands_and_can_be_asked_again(room):
    browser, address, _key, _answer = issue(room)
    assert "还没有注册上来" in text(browser.get(address))
    sql.run(*signalling.dropped({(NVR, datetime.now(UTC).date()): 7}))
    assert "7 条" in text(browser.get(address))
    sent = browser.post(address, {"key": key_of(browser.get(address).content.decode()), "do": "catalogue"}, follow=True)
    assert "正在查" in text(sent)
    assert sql.value("select asked_at is not null from devices_sipline where device = %s", (id_of(NVR),))


def test_a_catalogue_is_an_offer_until_a_person_registers_a_camera_out_of_it(room):
    issue(room)
    catalogue((ONE, "东门球机", True), (TWO, "河边", False))
    browser = room.browser("admin")
    assert "目录里有 2 台还没登记" in text(browser.get("/cameras/"))
    page = text(browser.get("/cameras/offered/"))
    assert ONE in page
    assert TWO in page
    assert cameras.cameras(the_house("demo")) == []
    form = browser.get(f"/cameras/new/?platform={id_of(NVR)}&channel={ONE}").content.decode()
    assert f'value="rtp/{NVR}_{ONE}"' in form
    told = fields(room, form, platform=str(id_of(NVR)), channel=ONE)
    first = browser.post("/cameras/new/", told)
    assert first.status_code == 302, text(first)
    assert browser.post("/cameras/new/", told)["Location"] == first["Location"], "a second click is the same order"
    page = text(browser.get(first["Location"]))
    assert ONE in page
    assert [card.number for card in sip.offered(room.scene.actor("admin"))] == [TWO]
    twice = browser.post("/cameras/new/", told | {"key": str(id_of("again")), "name": "又一台", "engine_path": "rtp/y"})
    assert "已经登记成一台摄像头" in text(twice)


def test_its_health_is_what_the_catalogue_says_when_it_has_no_address(room):
    [card] = [c for c in cameras.cameras(the_house("demo")) if c.name == "东门"]
    assert probing.visit(datetime.now(UTC)) >= 1
    assert cameras.camera_card(the_house("demo"), card.id).health == "online"
    catalogue((ONE, "东门球机", False), (TWO, "河边", False))
    probing.visit(datetime.now(UTC))
    assert cameras.camera_card(the_house("demo"), card.id).health == "off"
    catalogue((TWO, "河边", True))
    assert [c.number for c in sip.offered(the_house("demo"))] == [TWO]
    assert sip.of_camera(the_house("demo"), card.id).online is False, (
        "what is registered stays when a catalogue leaves it out"
    )


def test_the_list_is_taken_along_as_an_import_reads_it(room):
    browser = room.browser("admin")
    book = load_workbook(BytesIO(browser.get("/cameras/offered/?xlsx").getvalue()))
    rows = list(book.active.iter_rows(values_only=True))
    lon, lat = room.scene.point(0)
    filled = dict(zip(rows[0], rows[1], strict=True)) | {
        "位置类型": "河塘、堤岸", "设备类型": "固定枪机", "经度": lon, "纬度": lat, "使用单位": STATION, "启用日期": "2026-01-05", "提示标识": "有",
    }  # fmt: skip
    lines = [",".join(str(cell or "") for cell in row) for row in (filled.keys(), filled.values())]
    file = BytesIO("\n".join(lines).encode())
    file.name = "cameras.csv"
    assert browser.post("/office/import/cameras/", {"key": str(id_of("import")), "file": file}).status_code == 200
    assert browser.post(f"/office/import/cameras/{id_of('import')}/").status_code == 302
    assert sip.offered(room.scene.actor("admin")) == []


def test_a_camera_that_was_taken_down_is_offered_again(room):
    [card] = [c for c in cameras.cameras(the_house("demo")) if c.name == "东门"]
    room.scene.now = datetime.now(UTC)
    room.scene.order(RetireCamera(camera=card.id), room.scene.actor("admin"))
    catalogue((ONE, "东门球机", True), (TWO, "河边", True))
    assert [c.number for c in sip.offered(room.scene.actor("admin"))] == [ONE]
    with pytest.raises(Missing):
        sip.channel(room.scene.actor("handler"), id_of(NVR), ONE)
