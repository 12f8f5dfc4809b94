"""Nothing in the whole house has room for a face, a plate, a way of walking or the way that somebody went: no table, no order, no
event, no interface, no kind of device. And each scan notices one that is slipped in.
"""

import dataclasses
import json
import re
import tomllib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.test import Client

from liren.devices.kinds import SIGNALS
from liren.trust import registry, sql
from tests.devices.test_no_watching import ROOT, named

WORDS = re.compile(
    r"(^|_)(face|faces|facial|plate|plates|biometric\w*|fingerprint_of|gait|pose|re_?id|reidentif\w*|trajector\w*|tracklet|embedding|"
    r"descriptor|clothing|silhouette|person_seen|whereabouts|gps_trail|video_file|recording|frame_image|snapshot_file)(_|$)"
)
SAID = re.compile(r"人脸|车牌|步态|轨迹|体态|衣着|以图搜|人员识别|行为分析|徘徊|聚集|跟踪")
"""What a label of a kind of device or signal would say."""


def watching(names: Iterable[str]) -> list[str]:
    """Those of some names (snake case or camel case) that have room for watching people."""
    plain = {name: re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in names}
    return sorted(name for name, words in plain.items() if any(WORDS.search(part) for part in words.split(".")))


def columns() -> list[str]:
    rows = sql.rows(
        """select table_name, column_name from information_schema.columns
           where table_schema = 'public' or table_schema like 'pg_temp%%'"""
    )
    return [f"{row['table_name']}.{row['column_name']}" for row in rows]


def keys(schema: Any) -> set[str]:
    """Every name of a property and of a schema in a JSON document."""
    if isinstance(schema, list):
        return {name for part in schema for name in keys(part)}
    if not isinstance(schema, dict):
        return set()
    own = {
        name
        for part in ("properties", "schemas")
        for name in schema.get(part, {})
        if isinstance(schema.get(part), dict)
    }
    return own | {name for part in schema.values() for name in keys(part)}


def fields(kinds: Iterable[type]) -> list[str]:
    return [f"{kind.__name__}.{one.name}" for kind in kinds for one in dataclasses.fields(kind)]


def test_no_table_of_any_room_has_room_for_it_and_one_that_is_slipped_in_is_found(db):
    assert len(columns()) > 800
    assert watching(columns()) == []
    with transaction.atomic():
        sql.run(
            "create temporary table devices_slipped (id uuid, face_vector bytea, plate_text text, seen_at timestamptz)"
        )
        assert watching(columns()) == ["devices_slipped.face_vector", "devices_slipped.plate_text"]
        transaction.set_rollback(True)


def test_no_order_and_no_event_carries_it():
    kinds = [*registry.DEEDS, *registry.EVENTS.values()]
    names = fields(kinds)
    assert len(names) > 500
    assert watching(names) == []
    slipped = dataclasses.make_dataclass(
        "FollowPerson", [("camera", str), ("trajectory", list), ("clothing_colour", str)]
    )
    assert watching(fields([slipped])) == ["FollowPerson.clothing_colour", "FollowPerson.trajectory"]


def test_no_interface_for_other_systems_speaks_of_it(db):
    told = json.loads(Client(headers={"host": "localhost"}).get("/api/openapi.json").content)
    names = keys(told)
    assert len(names) > 30
    assert watching(names) == []
    told["components"]["schemas"]["Sighting"] = {"properties": {"plateNumber": {}, "faceImage": {}, "at": {}}}
    assert watching(keys(told)) == ["faceImage", "plateNumber"]


def test_no_kind_of_device_and_no_signal_is_about_people():
    folders = [ROOT / "src/liren/devices" / name for name in ("device_kinds", "alarm_rules", "view_purposes")]
    labels = [tomllib.loads(file.read_text())["label"] for folder in folders for file in sorted(folder.glob("*.toml"))]
    assert len(labels) > 10
    assert [label for label in [*labels, *SIGNALS.values()] if SAID.search(label)] == []
    assert [label for label in ("人脸抓拍机", "车牌识别一体机", "徘徊") if not SAID.search(label)] == []


def test_a_dependency_that_is_slipped_into_a_lock_is_found():
    lock = (ROOT / "uv.lock").read_text() + '\n[[package]]\nname = "face-recognition"\nversion = "1.3.0"\n'
    assert named(package["name"] for package in tomllib.loads(lock)["package"]) == ["face-recognition"]
    script = json.loads((ROOT / "package-lock.json").read_text())
    script["packages"]["node_modules/face-api.js"] = {"version": "0.22.2"}
    names = [path.rpartition("node_modules/")[2] for path in script["packages"] if path]
    assert "face-api.js" in named(names)
