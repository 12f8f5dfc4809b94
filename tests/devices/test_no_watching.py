"""Cameras are looked through under a case and nothing more: no recordings, no analysis, no search for a person, anywhere."""

import json
import re
import tomllib
from pathlib import Path

from liren.devices.kinds import SIGNALS
from liren.gateway.gb28181 import tables
from liren.trust import sql

ROOT = Path(__file__).parents[2]
WATCHING = re.compile(
    r"face|facial|biometric|plate|alpr|anpr|licen[cs]e-?plate|re-?id(?!is)|reidentif|deepsort|bytetrack|yolo|ultralytics|mediapipe|insightface|dlib"
    r"|opencv|torch|tensorflow|onnx|paddle|gait|pose-?estim|trajector|pedestrian|person-?(track|search)", re.I,
)  # fmt: skip
HARMLESS = {"jinja2", "boilerplate", "typeface", "template"}
COLUMNS = re.compile(
    r"face|biometric|plate|reid|gait|_pose|trajector|track_|person_seen|video_file|recording|frame_image|snapshot_file|embedding|descriptor|clothing"
)


def named(names):
    return sorted(n for n in names if WATCHING.search(n) and not any(ok in n.lower() for ok in HARMLESS))


def test_no_python_dependency_could_watch_people():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    names = [package["name"] for package in lock["package"]]
    assert len(names) > 50
    assert named(names) == []


def test_no_script_dependency_could_either():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    names = [path.rpartition("node_modules/")[2] for path in lock["packages"] if path]
    assert len(names) > 20
    assert [n for n in named(names) if "interface" not in n and "surface" not in n] == []


def test_the_scan_would_notice():
    assert named(["face-recognition", "hyperlpr-plate", "torchreid", "deepsort", "ultralytics"]) != []
    assert named(["django", "httpx", "lxml"]) == []


BEHAVIOUR = re.compile(
    r"motion|tripwire|intru|loiter|flow|crowd|gather|running|fight|fall|abandon|object|count|density|person|people|face|plate|vehicle|gps|position|trajector", re.I
)  # fmt: skip


def test_no_signal_is_about_what_people_do_or_where_they_are():
    assert [kind for kind in SIGNALS if BEHAVIOUR.search(kind)] == []
    assert [label for label in SIGNALS.values() if tables.PEOPLE.search(label)] == []


def test_no_behaviour_analytics_of_a_camera_can_become_a_signal():
    """GB/T 28181-2022, A.2.5: method 5 of every type, whatever hangs on the input, whatever the device writes."""
    types = ["", *map(str, range(100))]
    for method in ("", "1", "3", "4", "5", "7", "8", "56"):
        for written in ("", "烟感", "移动侦测", "人脸"):
            kinds = {
                tables.meaning(method, type, 134, written, reading) for type in types for reading in tables.PROFILES
            }
            assert kinds == {None}, method
    for written in (
        "移动侦测",
        "人脸识别",
        "车牌",
        "徘徊",
        "绊线",
        "区域入侵",
        "人数统计",
        "红外对射",
        "motion",
        "Face",
    ):
        found = {tables.meaning(m, t, k, written) for m in "123456789" for t in types for k in (118, 131, 132, 134)}
        assert found == {None}, written
    assert all(method in ("2", "6") for method, _ in tables.ALARMS)
    assert {kind for kind, _ in tables.ALARMS.values()} | set(tables.WIRED.values()) <= set(SIGNALS)


def test_no_table_has_room_for_a_picture_or_a_person_seen(db):
    found = sql.rows(
        """select table_name, column_name from information_schema.columns
           where table_schema = 'public' and (table_name like 'devices%%' or table_name like 'cases%%')"""
    )
    names = [f"{row['table_name']}.{row['column_name']}" for row in found]
    assert "devices_view.opened_at" in names
    assert [n for n in names if COLUMNS.search(n)] == []
