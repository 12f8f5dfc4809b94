"""kill -9 in the middle of a storm of ten thousand: one round of benchmarks/storms.py, with every part killed once."""

import socket

from benchmarks.storms import BUILDINGS, ground, weather

ALARMS = 10_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_confirmed_frame_is_there_once_and_every_alarm_rings_when_database_gateway_and_reader_are_killed():
    said: list[str] = []
    with ground(free_port()) as on:
        counts = weather(on, ALARMS, ["database", "gateway", "reader"], said.append)
        assert on.killed == ["database", "gateway", "reader"]
    assert counts["confirmed"] == ALARMS
    assert counts["cases"] == BUILDINGS
    wrong = {name: n for name, n in counts.items() if name.startswith("no_") and n}
    assert not wrong, f"{counts} {said}"
