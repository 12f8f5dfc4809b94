"""It serves people, it does not watch them: what must not exist, in dependencies, tables and addresses."""

import re
import tomllib
from pathlib import Path

from liren.trust import sql

ROOT = Path(__file__).parents[2]
WATCHING = re.compile(
    r"face[_-]?recog|insightface|dlib|deepface|facenet|arcface|plate[_-]?recog|alpr|hyperlpr|reid|yolo|deepsort", re.I
)
TRACKS = re.compile(
    r"(track_point|gps|trajectory|mileage|check_?in|online_(time|seconds|minutes)|last_seen|leaderboard|ranking"
    r"|biometric|fingerprint|face_|plate_no)"
)


def test_no_dependency_recognises_faces_or_plates():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    names = [p["name"] for p in lock["package"]]
    assert len(names) > 20
    assert [n for n in names if WATCHING.search(n)] == []


def test_no_table_could_hold_a_trail_a_check_in_or_a_ranking_of_people(db):
    columns = sql.rows("select table_name, column_name from information_schema.columns where table_schema = 'public'")
    assert len(columns) > 100
    found = [c for c in columns if TRACKS.search(f"{c['table_name']}.{c['column_name']}")]
    assert found == []


def test_no_address_accepts_a_sequence_of_positions():
    from django.urls import get_resolver

    def paths(patterns, prefix=""):
        for p in patterns:
            here = prefix + str(p.pattern)
            yield from paths(p.url_patterns, here) if hasattr(p, "url_patterns") else [here]

    found = list(paths(get_resolver().url_patterns))
    assert len(found) > 10
    assert [p for p in found if re.search(r"track-?points|positions|trail|checkin|ranking", p)] == []
