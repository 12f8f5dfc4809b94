"""Platforms push what their devices say: believed by token or signature, kept once before 200, read by the profile of the device."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from hashlib import md5
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from liren.catalogue import families
from liren.devices import commands as d
from liren.devices.queries import alarms, register
from liren.devices.rules.rows import device_rows
from liren.gateway import reading
from liren.gateway.pushing import ctwing, door, onenet
from liren.gateway.sensors import profiles, saying
from liren.gateway.sensors.values import moment_of, read_json, values_of
from liren.gateway.simulating.ctwing import simulate
from liren.kernel import Code, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking

HOUSE = the_house("test")
TOKEN = "t" * 32
SMOKE = {
    "upPacketSN": -1, "upDataSN": -1, "topic": "v1/up/ad19prof", "timestamp": 1606982320277, "tenantId": "10461180",
    "serviceId": "", "protocol": "lwm2m", "productId": "15014772",
    "payload": {"serviceId": "notification", "serviceData": {
        "TData": 30, "SNR": 1, "RSRP": 114, "IMEI": "860374051096202", "CSQ": 5, "Battery_Level": 100, "Alarm_Status": 2,
        "AlarmLevel": 100,
    }},
    "messageType": "dataReport", "deviceType": "", "deviceId": "acf7baaee65e431eadfb8f5fe50e8b81", "assocAssetId": "",
    "IMSI": "undefined", "IMEI": "860374051096202",
}  # fmt: skip
"""As a smoke detector came through CTWing (protocols.md §3.1)."""
UNIT = {"b": [{"id": "222", "v": "1"}], "c": 27, "id": 1, "tm": 1606982320}
ONE = {"token": TOKEN, "key": "", "allow": ""}


@pytest.fixture(autouse=True)
def quiet(town):
    """Every test begins with nothing said and nothing registered."""
    speaking.forget()
    with override_settings(CTWING={"token": TOKEN, "allow": "127.0.0.1"}, ONENET=ONE):
        yield
    town.settle()


def smoke(status: int, *, imei: str, at: datetime | None = None, **more) -> dict:
    """A smoke detector's report."""
    body = json.loads(json.dumps(SMOKE)) | {
        "IMEI": imei,
        "timestamp": round((at or datetime.now(UTC)).timestamp() * 1000),
    }
    body["payload"]["serviceData"] |= {"Alarm_Status": status, "IMEI": imei}
    return body | more


def push(body: dict | bytes, *, token: str = TOKEN, **more):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(f"/push/ctwing?token={token}", raw, content_type="application/json", **more)


def signature(msg: str, nonce: str = "n0nce") -> str:
    return b64encode(md5(f"{TOKEN}{nonce}{msg}".encode()).digest()).decode()


def push_one(msg: str, *, signed: str | None = None, id: str = "1"):
    body = {"msg": msg, "nonce": "n0nce", "signature": signed or signature(msg), "time": 1606982320277, "id": id}
    return Client().post("/push/onenet", json.dumps(body), content_type="application/json")


def told_by_one(value, name: str = "smoke", device: str = "smoke-1", kind: str = "property") -> str:
    at = round(datetime.now(UTC).timestamp() * 1000)
    data = {"id": "123", "version": "1.0", "params": {name: {"value": value, "time": at}}}
    return json.dumps({
        "notifyType": kind, "productId": "jP3kXq81aZ", "messageType": "notify", "deviceId": "2454895254",
        "deviceName": device, "data": data,
    })  # fmt: skip


def kept(wire: str, source: str) -> list[bytes]:
    rows = sql.rows(
        "select raw from devices_frame where wire = %s and source = %s order by received_at", (wire, source.encode())
    )
    return [bytes(row["raw"]) for row in rows]


def enter(town, wire: str, source: str, profile: str) -> UUID:
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("smoke_detector"), wire=wire, source=source, profile=profile, name="201 室感烟",
        position="厨房", lon=lon, lat=lat,
    )  # fmt: skip
    town.order(order)
    return order.device


def raised() -> list[alarms.AlarmCard]:
    return [group.head for group in alarms.open_groups(HOUSE)]


def test_a_real_report_is_kept_once_however_often_it_is_pushed(town):
    answers = [push(SMOKE) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert len(kept("ctwing", "15014772:860374051096202")) == 1
    [stray] = register.strays(HOUSE)
    assert (stray.identity, stray.wire, stray.frames) == ("15014772:860374051096202", "ctwing", 3)


def test_a_callback_that_is_replayed_after_the_hours_of_a_retry_is_not_kept_again(town, monkeypatch):
    body = smoke(1, imei="860374051096301")
    push(body)
    monkeypatch.setattr(
        door, "datetime", type("Later", (datetime,), {"now": lambda tz: datetime.fromtimestamp(2e9, tz)})
    )
    monkeypatch.setattr(door, "REMEMBERED", datetime.fromtimestamp(2e9, UTC) - datetime.fromtimestamp(1e9, UTC))
    assert push(body).status_code == 200
    assert len(kept("ctwing", "15014772:860374051096301")) == 1


def test_smoke_becomes_an_alarm_muting_leaves_it_and_normal_clears_it(town):
    enter(town, "ctwing", "15014772:860374051096302", "smoke_lian")
    push(smoke(1, imei="860374051096302"))
    reading.read(town.now)
    [alarm] = raised()
    assert (alarm.kind, alarm.active, alarm.drifted) == ("fire", True, False)
    town.settle()
    assert town.state(alarm.case).kind == "fire_alarm"
    push(smoke(2, imei="860374051096302"))
    reading.read(town.now)
    assert raised()[0].active, "a detector that was muted still smells smoke"
    push(smoke(7, imei="860374051096302"))
    reading.read(town.now)
    assert [(a.kind, a.active) for a in raised()] == [("fire", False)], "cleared, and still waits for a person"


def test_a_fire_of_a_device_without_a_reading_is_seen_and_is_read_again_when_it_is_entered(town):
    push(smoke(1, imei="860374051096303"))
    reading.read(town.now)
    [stray] = register.strays(HOUSE)
    assert (stray.fires, raised()) == (1, [])
    enter(town, "ctwing", "15014772:860374051096303", "smoke_lian")
    reading.read(town.now)
    assert [a.kind for a in raised()] == ["fire"]


def test_a_time_of_2099_is_kept_and_flagged(town):
    enter(town, "ctwing", "15014772:860374051096304", "smoke_lian")
    assert push(smoke(1, imei="860374051096304", at=datetime(2099, 1, 1, tzinfo=UTC))).status_code == 200
    reading.read(town.now)
    assert [(a.kind, a.drifted) for a in raised()] == [("fire", True)]


def test_bytes_that_a_platform_passes_through_are_read_or_kept_with_their_reason(town):
    enter(town, "ctwing", "15014772:860374051096305", "smoke_lian")
    cut = "北门".encode("gb18030")[:3]
    for inner in (json.dumps(UNIT).encode(), b"\x7b\x22" + cut, b"\xff\x00\x01"):
        body = smoke(1, imei="860374051096305", payload={"APPdata": b64encode(inner).decode()})
        assert push(body | {"timestamp": len(inner)}).status_code == 200
    reading.read(town.now)
    assert raised() == []
    assert sql.values("select trouble from devices_unread") == ["unit", "unit"]
    words = dict(ctwing.told(kept("ctwing", "15014772:860374051096305")[0], ""))
    assert words["222"] == "1"


def test_going_offline_is_no_sign_of_life_and_coming_online_is(town):
    body = {
        "messageType": "deviceOnlineOfflineReport",
        "productId": "15014772",
        "IMEI": "860374051096306",
        "timestamp": 1,
    }
    assert push(body | {"eventType": 0}).status_code == 200
    assert sql.value("select count(*) from devices_contact") == 0
    assert push(body | {"eventType": 1}).status_code == 200
    assert push(body | {"messageType": "commandResponse", "result": {"resultCode": "DELIVERED"}}).status_code == 200
    assert sql.value("select frames from devices_contact") == 1
    reading.read(town.now)
    assert sql.values("select distinct trouble from devices_unread") == ["unregistered"]


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"token": "x"}, 401, "token"),
        ({"token": ""}, 401, "token"),
        ({"REMOTE_ADDR": "10.1.2.3"}, 403, "address"),
    ],
)
def test_who_is_not_the_platform_is_refused_with_a_sentence_and_nothing_is_kept(town, told, status, code):
    answer = push(smoke(1, imei="860374051096307"), **told)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"].endswith("。")
    assert kept("ctwing", "15014772:860374051096307") == []


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b'{"a": "' + "火".encode()[:2], 400), (b"[1, 2]", 400), (b"", 400), (b"<xml/>", 400), (b"[" * 60_000, 400),
        (b'{"a": "' + b"x" * 70_000 + b'"}', 413),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_with_a_sentence(town, raw, status):
    for answer in (push(raw), Client().post("/push/onenet", raw, content_type="application/json")):
        assert answer.status_code == status
        assert answer.json()["sentence"].endswith("。")


@pytest.mark.parametrize(
    "odd", [{"IMEI": None, "deviceId": "\ud800"}, {"productId": [], "IMEI": True}, {"payload": {"a": "\0"}}]
)
def test_odd_fields_are_kept_all_the_same(town, odd):
    assert push(smoke(1, imei="860374051096308") | odd).status_code == 200
    assert reading.read(town.now) == 1


def test_a_device_that_says_too_much_is_asked_to_wait(town, monkeypatch):
    monkeypatch.setattr(door, "MINUTE_MOST", 3)
    bodies = [smoke(12, imei="860374051096309", at=datetime.fromtimestamp(1.7e9 + n, UTC)) for n in range(5)]
    assert [push(body).status_code for body in bodies] == [200, 200, 200, 429, 429]
    assert push(bodies[0]).status_code == 200, "what is here already is answered"
    assert push(bodies[4])["Retry-After"] == "60"
    assert push(smoke(1, imei="860374051096310")).status_code == 200, "another device is not touched"


def test_nothing_is_confirmed_while_the_database_is_away(town, monkeypatch):
    def away(said):
        raise OperationalError("away")

    body = smoke(1, imei="860374051096311")
    with monkeypatch.context() as patch:
        patch.setattr(door, "_before", away)
        assert push(body).status_code == 503
    assert push(body).status_code == 200
    assert len(kept("ctwing", "15014772:860374051096311")) == 1


def test_a_door_without_a_token_is_shut(town):
    with override_settings(CTWING={"token": "", "allow": ""}, ONENET=ONE | {"token": ""}):
        assert [push(SMOKE, token="").status_code, push_one(told_by_one(1)).status_code] == [403, 403]


def test_onenet_finds_the_address_and_gives_its_word_back(town):
    answer = Client().get("/push/onenet", {"msg": "hello", "nonce": "n0nce", "signature": signature("hello")})
    assert (answer.status_code, answer.content) == (200, b"hello")
    assert (
        Client().get("/push/onenet", {"msg": "hello", "nonce": "x", "signature": signature("hello")}).status_code == 401
    )


def test_a_signed_message_of_onenet_is_kept_once_and_becomes_an_alarm(town):
    enter(town, "onenet", "jP3kXq81aZ/smoke-1", "smoke")
    msg = told_by_one(1)
    assert [push_one(msg).status_code for _ in range(2)] == [200, 200]
    reading.read(town.now)
    assert [(a.kind, a.signals) for a in raised()] == [("fire", 1)]
    push_one(told_by_one(0), id="2")
    reading.read(town.now)
    assert [(a.kind, a.active) for a in raised()] == [("fire", False)]


def test_an_event_of_onenet_is_there_when_its_name_is(town):
    enter(town, "onenet", "jP3kXq81aZ/smoke-2", "smoke")
    push_one(told_by_one({"level": 2}, name="smokeAlarm", device="smoke-2", kind="event"), id="3")
    reading.read(town.now)
    assert [(a.kind, a.text) for a in raised()] == [("fire", "有烟（smokeAlarm True）")]


def test_a_message_that_onenet_did_not_sign_is_refused(town):
    assert push_one(told_by_one(1, device="smoke-3"), signed=signature("another")).status_code == 401
    assert kept("onenet", "jP3kXq81aZ/smoke-3") == []


def test_the_secure_mode_of_onenet_is_opened_and_kept_in_the_clear(town):
    key = "0123456789abcdef"
    pad = PKCS7(128).padder()
    plain = told_by_one(1, device="smoke-4")
    inner = Cipher(algorithms.AES(key.encode()), modes.CBC(key.encode())).encryptor()
    locked = b64encode(inner.update(pad.update(plain.encode()) + pad.finalize()) + inner.finalize()).decode()
    with override_settings(ONENET=ONE | {"key": key}):
        assert push_one(locked).status_code == 200
        assert push_one("bm90IHNlYWxlZA==").status_code == 400
    assert kept("onenet", "jP3kXq81aZ/smoke-4") == [plain.encode()]


def test_what_a_life_cycle_says_is_no_signal(town):
    life = {
        "productId": "jP3kXq81aZ",
        "deviceName": "smoke-5",
        "notifyType": "lifecycle",
        "data": {"status": "offline"},
    }
    push_one(json.dumps(life), id="4")
    assert onenet.signals_of(json.dumps(life).encode(), "smoke") == ((), "")
    assert sql.value("select count(*) from devices_contact") == 0


@pytest.mark.parametrize(
    ("wire", "source", "field"),
    [
        ("ctwing", "860374051096302", "source"), ("onenet", "smoke-1", "source"), ("mqtt", "a/b", "source"), ("mqtt", "a#", "source"),
        ("mqtt", "+", "source"), ("mqtt", "smoke-1", "profile"),
    ],
)  # fmt: skip
def test_an_identity_of_another_form_is_refused_naming_the_field(town, wire, source, field):
    profile = "standard" if field == "profile" else "smoke"
    with pytest.raises(Refusal) as no:
        enter(town, wire, source, profile)
    assert no.value.field == field


def row(**cells: str) -> dict[str, str]:
    usual = {"名称": "201 室感烟", "种类": "感烟", "经度": "119.8", "纬度": "32.1", "读法": "smoke"}
    return usual | cells


def test_a_list_writes_identities_as_they_are_and_a_wrong_one_names_its_column():
    table = [
        (2, row(设备标识="smoke-1", 协议="mqtt")), (3, row(设备标识="15014772:860374051096202", 协议="ctwing")),
        (4, row(设备标识="jP3kXq81aZ/smoke-1", 协议="onenet")), (5, row(设备标识="79 03 00 00 00 00", 读法="")),
        (6, row(设备标识="smoke-1", 协议="ctwing")),
    ]  # fmt: skip
    read, errors = device_rows(table, {"感烟": "smoke_detector"}, new_id)
    assert [bytes.fromhex(one.source) for one in read[:3]] == [
        b"smoke-1",
        b"15014772:860374051096202",
        b"jP3kXq81aZ/smoke-1",
    ]
    assert read[3].source == "790300000000"
    assert [(error.row, error.column) for error in errors] == [(6, "设备标识")]


def test_every_reading_that_ships_is_without_problems_and_a_wrong_one_is_told():
    kind = families.FAMILIES[profiles.FAMILY]
    shipped = dict(families.shipped(kind))
    assert len(shipped) >= 6
    assert [problem for spec in shipped.values() for problem in families.problems(kind, spec)] == []
    wrong = {"code": "x", "label": " ", "rules": [
        {"field": "a", "signal": "face", "equals": [1]}, {"field": "a", "signal": "fire", "equals": [1], "above": 2.0},
        {"field": "", "signal": "fire", "above": 1.0, "component": "部件"}, {"field": "a", "signal": "fire", "below": float("inf")},
    ], "wires": ["coap"]}  # fmt: skip
    keys = {problem.key for problem in families.problems(kind, wrong)}
    assert {"label", "wires", "rules[0].signal", "rules[1]", "rules[2].field", "rules[2].component", "rules[3]"} <= keys


def test_two_rules_of_one_kind_are_active_when_either_is():
    [one] = [e for path, e in families.shipped(families.FAMILIES[profiles.FAMILY]) if path.stem == "electrical"]
    profile = families.read(families.FAMILIES[profiles.FAMILY], one)
    signals, trouble = saying.signals_of(profile, values_of({"leakage": "356", "temperature": 41, "arc": 0}), None)
    assert ({s.component: s.active for s in signals}, trouble) == ({"leakage": True, "heat": False, "arc": False}, "")
    assert saying.signals_of(profile, values_of({"leakage": "a lot"}), None) == ((), "unit")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (1524448722123, "2018-04-23"), (1524448722, "2018-04-23"), ("1524448722123", "2018-04-23"), ("20180207T032533Z", "2018-02-07"),
        ("20180207032533", "2018-02-07"), ("2018-02-07 03:25:33", "2018-02-07"), (4070908800000, "2099-01-01"), (0, None), ("", None),
        (10**30, None), (True, None), ([], None), ("昨天", None), (float("1e300"), None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_devices_write_it(said, told):
    found = moment_of(said)
    assert (found.date().isoformat() if found else None) == told


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_no_json_trips_a_reader(said):
    raw = json.dumps(said).encode()
    for profile in profiles_of_all():
        saying.signals_of(profile, values_of(read_json(raw)), None)
    if isinstance(said, dict):
        (
            ctwing.source_of(said),
            ctwing.key_of(said),
            ctwing.alive(said),
            ctwing.carried(said),
            onenet.source_of(said),
            onenet.alive(said),
        )


@cache
def profiles_of_all():
    kind = families.FAMILIES[profiles.FAMILY]
    return tuple(families.read(kind, spec) for _path, spec in families.shipped(kind))


def test_simulated_detectors_are_kept_and_a_wrong_token_is_counted(town):
    with httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application())) as client:
        made = simulate(client, f"http://localhost/push/ctwing?token={TOKEN}", count=3, fires=2, first=900_000)
        wrong = simulate(client, "http://localhost/push/ctwing?token=x", count=1, fires=0, first=900_000)
    assert (made.confirmed, made.statuses, made.unreached) == (5, {}, 0)
    assert (wrong.confirmed, wrong.statuses) == (0, {401: 1})
    reading.read(town.now)
    assert sorted((one.identity, one.fires) for one in register.strays(HOUSE)) == [
        ("15014772:000000000900000", 1), ("15014772:000000000900001", 1), ("15014772:000000000900002", 0)
    ]  # fmt: skip
