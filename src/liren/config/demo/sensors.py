"""Sensors of the demonstration that speak JSON: three over MQTT with their passwords, two pushed by CTWing, one by OneNET.

One has a weak battery, one lets current leak; what they said are messages as their platforms send them. One that nobody entered
passes its maker's own bytes through.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid5

from liren.config.demo.cast import COMMUNITY, UNIT, id_of
from liren.config.demo.devices import DAY_S
from liren.config.demo.stage import Stage
from liren.devices import commands as d
from liren.devices import intake, watching
from liren.devices.commands.credentials import IssueCredential
from liren.devices.queries import register
from liren.devices.rules.credentials import password
from liren.gateway import reading
from liren.gateway.mqtt import topics
from liren.gateway.pushing import ctwing
from liren.kernel import Code, Command
from liren.kernel.actor import the_house
from liren.trust import sealed, sql

HOUSE = the_house("demo")
PRODUCT = "15014772"
SENSORS: tuple[tuple[str, str, str, str, str, str, dict[str, float]], ...] = (
    ("mqtt", "smoke-lt-01", "smoke", "smoke_detector", "活动室感烟探测器", "二层活动室", {"smoke": 0, "battery": 12}),
    ("mqtt", "water-lt-01", "water_pressure", "water_monitor", "消火栓水压监测", "泵房", {"pressure": 0.42, "battery": 91}),
    ("mqtt", "elec-lt-01", "electrical", "electrical_monitor", "配电箱电气火灾监控", "一层配电间", {"leakage": 356, "temperature": 41}),
    ("ctwing", f"{PRODUCT}:860374051096201", "smoke_lian", "smoke_detector", "出租房感烟探测器", "二层楼道", {"Alarm_Status": 7, "Battery_Level": 96}),
    ("ctwing", f"{PRODUCT}:860374051096202", "smoke_lian", "smoke_detector", "沿街店铺感烟探测器", "店堂", {"Alarm_Status": 12, "Battery_Level": 88}),
    ("onenet", "jP3kXq81aZ/gas-lt-01", "gas", "gas_detector", "小餐馆可燃气体探测器", "后厨", {"gas_lel": 3, "battery_value": 100}),
)  # fmt: skip
"""Wire, identity, reading, kind, name, position, and what it said last."""
STRAY = f"{PRODUCT}:860374051096209"


def write(stage: Stage, until: datetime, order: Callable[[str, Iterable[Command]], None]) -> int:
    """Play it up to `until`; how many sensors. Keys come from names, so a second run adds nothing."""
    if any(card.id == id_of("sensor:0") for card in register.mine(HOUSE)):
        return 0
    entries = [_entry(stage, n) for n in range(len(SENSORS))]
    order("sensors", entries)
    logins = [
        IssueCredential(device=e.device, secret=password(sealed.derive("demo-mqtt", e.device.bytes)))
        for e in entries
        if e.wire == "mqtt"
    ]
    order("sensor passwords", logins)
    for n, (wire, source, *_, values) in enumerate(SENSORS):
        _say(
            wire,
            source,
            _message(wire, source, values, until - timedelta(minutes=20 + n)),
            until - timedelta(minutes=20 + n),
        )
    own = {"APPdata": b64encode(bytes.fromhex("68a10007001c2f16")).decode()}
    _say("ctwing", STRAY, _report(STRAY, own, until - timedelta(minutes=9)), until - timedelta(minutes=9))
    watching.step(until)
    return len(entries)


def _entry(stage: Stage, n: int) -> d.RegisterDevice:
    wire, source, profile, kind, name, position, _values = SENSORS[n]
    away = [spot for spot in stage.spots if not spot.micro_grid.startswith(COMMUNITY)]
    spot = away[(97 * n + 41) % len(away)]
    return d.RegisterDevice(
        device=id_of(f"sensor:{n}"), kind=Code(kind), wire=wire, source=source, profile=profile, name=f"{spot.name}{name}",
        position=position, lon=spot.lon, lat=spot.lat, contact=UNIT["fire"].id, interval=2 * DAY_S,
    )  # fmt: skip


def _message(wire: str, source: str, values: dict[str, float], at: datetime) -> bytes:
    """What comes in, as each platform wraps it."""
    stamp = round(at.timestamp() * 1000)
    if wire == "mqtt":
        return topics.kept(topics.UP.format(user=source), json.dumps(values | {"time": stamp}).encode())
    if wire == "ctwing":
        return _report(source, {"serviceId": "notification", "serviceData": values}, at)
    product, _, name = source.partition("/")
    params = {key: {"value": value, "time": stamp} for key, value in values.items()}
    said = {
        "notifyType": "property",
        "messageType": "notify",
        "productId": product,
        "deviceName": name,
        "data": {"id": "1", "params": params},
    }
    return json.dumps(said).encode()


def _report(source: str, payload: Mapping[str, object], at: datetime) -> bytes:
    product, _, imei = source.partition(":")
    body = {
        "messageType": ctwing.REPORT, "protocol": "lwm2m", "productId": product, "IMEI": imei, "IMSI": "undefined", "upPacketSN": -1,
        "deviceId": f"demo{imei}", "timestamp": round(at.timestamp() * 1000), "payload": payload,
    }  # fmt: skip
    return json.dumps(body).encode()


def _say(wire: str, source: str, raw: bytes, at: datetime) -> None:
    """A message is kept, its source noted, and it is read."""
    key = source.encode()
    came = intake.Came(id=uuid5(id_of("sensors"), f"{source}:{at}"), received_at=at, wire=wire, listener=wire, peer="10.8.0.15", source=key, key=raw, raw=raw)  # fmt: skip
    sql.run(*intake.keeping([came]))
    sql.run(
        *intake.hearing(
            [intake.Heard(wire=wire, source=key, listener=wire, peer="10.8.0.15", at=at, frames=1, denied=0)]
        )
    )
    reading.read(at, mode="replay")
