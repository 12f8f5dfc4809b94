"""Sensors over MQTT, through a mosquitto of Debian with our own files: kept once before it is acknowledged, nobody as another."""

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64decode
from datetime import UTC, datetime
from threading import Event
from uuid import UUID

import psycopg
import pytest

from liren.config.cli.mqtt import written
from liren.config.supervisor.trouble import Trouble
from liren.devices import commands as d
from liren.devices.commands.credentials import IssueCredential, RevokeCredential
from liren.devices.queries import alarms, credentials
from liren.devices.rules.credentials import hashed
from liren.gateway import reading
from liren.gateway.listening import keeper
from liren.gateway.listening.store import Store
from liren.gateway.mqtt import broker, signals, subscriber, topics
from liren.gateway.mqtt.subscriber import Subscriber
from liren.kernel import Actor, AreaCode, Code, Refusal
from liren.kernel.actor import Grant, the_house
from liren.kernel.ids import new_id
from liren.trust import heartbeat, sql
from tests.devices import speaking
from tests.gateway.edge import edge
from tests.gateway.test_kills import free_port
from tests.gateway.test_listening import eventually
from tests.gateway.wire import gateway

HOUSE = the_house("test")
CLERK = Actor(
    kind="staff",
    account=new_id(),
    grants=tuple(Grant(right=f"devices.{one}", area=AreaCode("321181")) for one in ("see", "register")),
)
DENIED = "select denied from devices_contact where source = convert_to(%s, 'UTF8')"
LOGINS = {f"smoke-{n}": f"secret-{n}" for n in range(12)}


@pytest.fixture(scope="module")
def mosquitto(tmp_path_factory):
    with edge(tmp_path_factory.mktemp("edge"), free_port(), LOGINS) as one:
        yield one


@pytest.fixture
def gate(town, mosquitto):
    """A gateway that is at the broker."""
    with gateway(town.cluster.app(), broker=mosquitto.broker) as (running, *_):
        assert eventually(running.mqtt.connected.is_set)
        yield running


@pytest.fixture
def clean(town):
    speaking.forget()
    yield town
    town.settle()


def kept(user: str) -> list[bytes]:
    rows = sql.rows(
        "select raw from devices_frame where wire = 'mqtt' and source = %s order by received_at, id", (user.encode(),)
    )
    return [topics.parted(bytes(row["raw"]))[1] for row in rows]


def enter(town, source: str, profile: str = "smoke") -> UUID:
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("smoke_detector"), wire="mqtt", source=source, profile=profile, name="201 室感烟",
        position="厨房", lon=lon, lat=lat,
    )  # fmt: skip
    town.order(order)
    return order.device


def test_a_sensor_publishes_and_its_fire_is_an_alarm_with_a_case(clean, gate, mosquitto):
    enter(clean, "smoke-0")
    said = mosquitto.say("smoke-0", '{"smoke": 1, "battery": 88}')
    assert said.returncode == 0, said.stderr
    assert eventually(lambda: len(kept("smoke-0")) == 1)
    reading.read(clean.now)
    [group] = alarms.open_groups(HOUSE)
    assert (group.head.kind, group.head.active, group.head.text) == ("fire", True, "有烟（smoke 1）")
    clean.settle()
    assert clean.state(group.head.case).kind == "fire_alarm"


def test_one_json_is_answered_on_its_own_topic_after_it_is_kept(gate, mosquitto):
    heard: list[tuple[str, dict]] = []
    sensor = mosquitto.sensor("smoke-1")
    sensor.on_message = lambda _client, _data, message: heard.append((message.topic, json.loads(message.payload)))
    own = "$sys/p1/smoke-1/thing/property/post"
    listens = Event()
    sensor.on_subscribe = lambda *_: listens.set()
    sensor.subscribe(own + "/reply")
    assert listens.wait(5)
    post = {"id": "123", "version": "1.0", "params": {"smoke": {"value": 1, "time": 1524448722123}}}
    sensor.publish(own, json.dumps(post), qos=1)
    assert eventually(lambda: heard)
    assert heard == [(own + "/reply", {"id": "123", "code": 200, "msg": "success"})]
    assert len(kept("smoke-1")) == 1, "it was kept when the answer came"
    sensor.disconnect()
    sensor.loop_stop()


def test_a_wrong_password_and_a_broker_of_another_authority_are_refused(gate, mosquitto):
    assert b"Not authorized" in mosquitto.say("smoke-2", '{"smoke": 1}', password="guess").stderr
    assert b"TLS" in mosquitto.say("smoke-2", '{"smoke": 1}', ca=str(mosquitto.home / "other.crt")).stderr
    assert b"Not authorized" in mosquitto.say("nobody", '{"smoke": 1}', password="").stderr
    assert kept("smoke-2") == []


@pytest.mark.parametrize(
    "topic", ["liren/smoke-4/up", "$sys/p/smoke-4/thing/property/post", "liren/+/up", "liren/smoke-3/up/x"]
)
def test_a_topic_of_another_is_refused_by_the_broker(gate, mosquitto, topic):
    said = mosquitto.say("smoke-3", '{"smoke": 1}', topic=topic)
    assert b"Not authorized" in said.stderr or said.returncode != 0
    mosquitto.say("smoke-3", '{"smoke": 0}')
    assert eventually(lambda: kept("smoke-3"))
    assert kept("smoke-4") == []


def test_a_device_that_calls_itself_liren_takes_no_session_over(gate, mosquitto):
    sensor = mosquitto.sensor("smoke-4", client_id="liren")
    mosquitto.say("smoke-5", '{"smoke": 0}')
    assert eventually(lambda: kept("smoke-5"))
    assert gate.mqtt.connected.is_set()
    sensor.disconnect()
    sensor.loop_stop()


def test_what_was_committed_and_not_acknowledged_comes_again_and_is_kept_once(town, mosquitto, monkeypatch):
    acked = Subscriber._told
    monkeypatch.setattr(Subscriber, "_told", lambda *_: None)
    with gateway(town.cluster.app(), broker=mosquitto.broker) as (running, *_):
        assert eventually(running.mqtt.connected.is_set)
        mosquitto.say("smoke-6", '{"smoke": 1, "n": 1}')
        assert eventually(lambda: len(kept("smoke-6")) == 1)
    told = []
    monkeypatch.setattr(
        Subscriber, "_told", lambda self, message, reply: (told.append(message), acked(self, message, reply))
    )
    with gateway(town.cluster.app(), broker=mosquitto.broker) as (running, *_):
        assert eventually(lambda: told), "the broker gives it again"
        time.sleep(0.1)
        assert len(kept("smoke-6")) == 1
    told.clear()
    with gateway(town.cluster.app(), broker=mosquitto.broker) as (running, *_):
        assert eventually(running.mqtt.connected.is_set)
        time.sleep(0.3)
        assert told == [], "and not any more once it was acknowledged"


def test_a_gateway_that_is_killed_in_a_storm_loses_nothing_and_keeps_nothing_twice(town, mosquitto):
    count = 580
    first = begun(town.cluster.app(), mosquitto)
    assert eventually(lambda: mosquitto.say("smoke-2", '{"smoke": 0}') and kept("smoke-2"), 20), (
        "it is there and listens"
    )
    sensor = mosquitto.sensor("smoke-7", flight=100)
    sent = [json.dumps({"smoke": 0, "n": n}).encode() for n in range(count)]
    half = [sensor.publish("liren/smoke-7/up", one, qos=1) for one in sent[: count // 2]]
    assert eventually(lambda: len(kept("smoke-7")) > 20)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    before = len(kept("smoke-7"))
    infos = [*half, *(sensor.publish("liren/smoke-7/up", one, qos=1) for one in sent[count // 2 :])]
    for info in infos:
        info.wait_for_publish(10)
    sensor.disconnect()
    sensor.loop_stop()
    second = begun(town.cluster.app(), mosquitto)
    try:
        assert before <= count // 2 < count, "it was killed before it had everything"
        assert eventually(lambda: len(kept("smoke-7")) >= count, 20)
    finally:
        second.send_signal(signal.SIGTERM)
        ended = second.wait(15)
    assert ended == 0
    assert sorted(kept("smoke-7")) == sorted(sent)


def begun(url: str, mosquitto) -> subprocess.Popen[bytes]:
    """A gateway in a process of its own, as `liren gateway` starts it."""
    words = [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", f"127.0.0.1:{free_port()}"]
    return subprocess.Popen(
        words, env={**os.environ, "LIREN_DATABASE_URL": url, **mosquitto.env}, stderr=subprocess.DEVNULL
    )


def test_without_the_database_nothing_is_acknowledged_and_nothing_is_lost(gate, mosquitto, monkeypatch):
    whole, acked, told = Store.keep, Subscriber._told, list[str]()

    def noted(self, message, reply):
        told.append(message.topic)
        acked(self, message, reply)

    def away(store, came):
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(keeper, "AWAY_S", 0.05)
    monkeypatch.setattr(Subscriber, "_told", noted)
    monkeypatch.setattr(Store, "keep", away)
    for n in range(3):
        mosquitto.say("smoke-8", json.dumps({"smoke": 0, "n": n}))
    time.sleep(0.3)
    assert (told, kept("smoke-8")) == ([], [])
    monkeypatch.setattr(Store, "keep", whole)
    assert eventually(lambda: told.count("liren/smoke-8/up") == 3)
    assert len(kept("smoke-8")) == 3


def test_a_broker_that_restarts_is_found_again(gate, mosquitto, monkeypatch):
    assert eventually(lambda: heartbeat.alive("mqtt", datetime.now(UTC))), "the health page knows that it is there"
    mosquitto.stop()
    assert eventually(lambda: not gate.mqtt.connected.is_set())
    assert gate.store.signs() == ()
    mosquitto.start()
    assert eventually(gate.mqtt.connected.is_set, 8)
    mosquitto.say("smoke-9", '{"smoke": 0}')
    assert eventually(lambda: kept("smoke-9"))


def test_a_mad_sensor_is_counted_and_another_is_heard(gate, mosquitto, monkeypatch):
    monkeypatch.setattr(subscriber, "FRAMES_S", 1.0)
    monkeypatch.setattr(subscriber, "BURST", 5.0)
    sensor = mosquitto.sensor("smoke-10")
    for n in range(40):
        sensor.publish("liren/smoke-10/up", f'{{"n": {n}}}', qos=1)
    mosquitto.say("smoke-11", '{"smoke": 0}')
    assert eventually(lambda: kept("smoke-11"))
    assert eventually(lambda: (sql.value(DENIED, ("smoke-10",)) or 0) >= 34)
    assert len(kept("smoke-10")) <= 6
    sensor.disconnect()
    sensor.loop_stop()


@pytest.mark.parametrize(
    ("payload", "trouble"),
    [(b"\xff\xfe", "frame"), ('{"a": "火'.encode()[:-1], "frame"), (b"[]", "unit"), (b"7", "unit"), (b"[" * 60_000, "frame"), (b"{}", "unit")],
)  # fmt: skip
def test_a_payload_that_nobody_knows_has_its_reason(payload, trouble):
    raw = topics.kept("liren/smoke-0/up", payload)
    assert signals.signals_of(raw, "smoke") == ((), trouble)
    assert signals.told(raw, "smoke")[0] == ("主题", "liren/smoke-0/up")


def test_a_device_gets_a_password_that_only_its_hash_remembers(clean):
    device = enter(clean, "smoke-x")
    clean.order(IssueCredential(device=device, secret="shown-once"))
    [login] = credentials.logins(HOUSE)
    assert login.user == "smoke-x"
    _, seven, rounds, salt, _key = login.hash.split("$")
    assert (seven, rounds) == ("7", "1000")
    assert hashed("shown-once", b64decode(salt)) == login.hash
    assert "shown" not in login.hash
    clean.order(RevokeCredential(device=device))
    assert credentials.logins(HOUSE) == []
    with pytest.raises(Refusal):
        clean.order(RevokeCredential(device=device))


def test_a_retired_device_logs_in_no_more(clean):
    device = enter(clean, "smoke-y")
    clean.order(IssueCredential(device=device, secret="shown-once"))
    clean.order(d.RetireDevice(device=device), CLERK)
    assert credentials.logins(HOUSE) == []


def test_another_wire_needs_no_password(clean):
    lon, lat = clean.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("smoke_detector"), wire="ctwing", source="1:2345", profile="smoke_lian", name="x", lon=lon, lat=lat
    )  # fmt: skip
    clean.order(order)
    with pytest.raises(Refusal) as no:
        clean.order(IssueCredential(device=order.device, secret="x"))
    assert no.value.code == "credential_wire"


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"LIREN_MQTT": "http://x"}, "mqtts://"), ({"LIREN_MQTT": "mqtt://far.example"}, "加密"),
        ({"LIREN_MQTT": "mqtts://x"}, "LIREN_MQTT_PASSWORD_FILE"), ({"LIREN_MQTT": "mqtts://x:99999"}, "mqtts://"),
        ({"LIREN_MQTT": "mqtts://x", "LIREN_MQTT_PASSWORD_FILE": "/nowhere"}, "/nowhere"),
        ({"LIREN_MQTT": "mqtts://x", "LIREN_MQTT_CA": "/nowhere"}, "LIREN_MQTT_CA"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_a_sentence(env, word):
    with pytest.raises(ValueError, match=word):
        broker.broker(env)


def test_without_a_broker_nothing_of_mqtt_is_loaded():
    words = "import sys; import liren.gateway.listening.process; import liren.config.cli.gateway; sys.exit('paho' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


def test_the_files_know_each_device_and_are_written_only_when_they_change(clean, tmp_path):
    device = enter(clean, "smoke-z")
    clean.order(IssueCredential(device=device, secret="shown-once"))
    assert written(tmp_path, "liren", "own") == (["passwords", "access", "liren.conf"], 1)
    assert written(tmp_path, "liren", "own") == ([], 1)
    lines = (tmp_path / "passwords").read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["liren", "smoke-z"]
    assert oct((tmp_path / "passwords").stat().st_mode)[-3:] == "640"
    clean.order(RevokeCredential(device=device))
    assert written(tmp_path, "liren", "own") == (["passwords"], 0)


def test_a_device_that_has_the_name_of_liren_is_told(clean, tmp_path):
    device = enter(clean, "liren")
    clean.order(IssueCredential(device=device, secret="shown-once"))
    with pytest.raises(Trouble, match="liren"):
        written(tmp_path, "liren", "own")
