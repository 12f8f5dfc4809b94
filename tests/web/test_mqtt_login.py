"""A sensor on pages: entered by its user name with a reading, a password shown once, taken back; what it says in words."""

import pytest

from liren.devices import intake
from liren.devices.commands import RegisterDevice
from liren.devices.intake import Came
from liren.devices.queries import credentials, register
from liren.gateway import reading
from liren.gateway.mqtt import topics
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, key_of, text

HOUSE = the_house("test")


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    lon, lat = made.scene.point(0)
    entry = RegisterDevice(
        device=id_of("sensor"), kind=Code("smoke_detector"), wire="mqtt", source="smoke-1", profile="smoke", name="201 室感烟",
        lon=lon, lat=lat,
    )  # fmt: skip
    made.scene.order(entry, made.scene.actor("admin"))
    return made


def page(browser, address: str) -> str:
    return browser.get(address).content.decode()


def said(user: str, payload: bytes, at) -> None:
    raw = topics.kept(f"liren/{user}/up", payload)
    came = Came(
        id=new_id(), received_at=at, wire="mqtt", listener="mqtt", peer="edge", source=user.encode(), key=raw, raw=raw
    )
    sql.run(*intake.keeping([came]))
    heard = intake.Heard(wire="mqtt", source=user.encode(), listener="mqtt", peer="edge", at=at, frames=1, denied=0)
    sql.run(*intake.hearing([heard]))
    reading.read(at)


def test_a_password_is_shown_once_and_kept_as_its_hash(room):
    browser, address = room.browser("admin"), f"/office/devices/{id_of('sensor')}/mqtt/"
    key = key_of(page(browser, address))
    shown = browser.post(address, {"key": key, "do": "issue"}).content.decode()
    secret = shown.split("data-secret>")[1].split("<")[0]
    assert len(secret) == 24
    assert (
        browser.post(address, {"key": key, "do": "issue"}).content.decode().split("data-secret>")[1].startswith(secret)
    )
    again = text(browser.get(address))
    assert secret not in again
    assert "有密码" in again
    assert "liren/smoke-1/up" in again
    assert [one.user for one in credentials.logins(HOUSE)] == ["smoke-1"]
    assert secret not in sql.value("select hash from devices_credential")
    assert secret not in str(sql.values("select answer from trust_key"))


def test_a_password_is_taken_back(room):
    browser, address = room.browser("admin"), f"/office/devices/{id_of('sensor')}/mqtt/"
    browser.post(address, {"key": key_of(page(browser, address)), "do": "issue"})
    assert browser.post(address, {"key": str(new_id()), "do": "revoke"}).status_code == 302
    assert credentials.logins(HOUSE) == []
    assert browser.post(address, {"key": str(new_id()), "do": "revoke"}).status_code == 422
    assert "还没有密码" in text(browser.get(address))


def test_who_may_not_register_gets_no_password(room):
    browser, address = room.browser("desk"), f"/office/devices/{id_of('sensor')}/mqtt/"
    assert "发一个密码" not in text(browser.get(address))
    assert browser.post(address, {"key": str(new_id()), "do": "issue"}).status_code in (403, 404)


def test_a_sensor_that_spoke_is_entered_with_one_click_and_needs_a_reading(room):
    said("smoke-2", b'{"smoke": 1}', room.scene.now)
    browser = room.browser("admin")
    strays = page(browser, "/office/devices/strays/")
    assert "smoke-2" in strays
    assert "1 次" in text(browser.get("/office/devices/strays/")), "a fire is seen before anybody chose a reading"
    form = page(browser, "/office/devices/new/?wire=mqtt&source=smoke-2")
    assert 'value="smoke-2"' in form
    assert "感烟探测器，常见字段" in form
    lon, lat = room.scene.point(0)
    typed = {
        "key": key_of(form), "name": "202 室感烟", "kind": "smoke_detector", "wire": "mqtt", "source": "smoke-2",
        "profile": "standard", "lon": str(lon), "lat": str(lat),
    }  # fmt: skip
    refused = browser.post("/office/devices/new/", typed)
    assert refused.status_code == 422
    assert "还没有选读法" in text(refused)
    assert "用户名" in text(browser.post("/office/devices/new/", typed | {"source": "a/b"}))
    assert browser.post("/office/devices/new/", typed | {"profile": "smoke"}).status_code == 302
    [device] = register.mine(HOUSE, words="smoke-2")
    told = text(browser.get(f"/office/devices/{device.id}/"))
    assert "liren/smoke-2/up" in told
    assert "MQTT" in told
