"""kill -9 in the middle of a storm of ten thousand: one round of benchmarks/storms.py, with every part killed once."""

from benchmarks.storms import BUILDINGS, ground, weather

from tests.gateway.wire import free_port

ALARMS = 10_000


def test_every_confirmed_frame_is_there_once_and_every_alarm_rings_when_database_gateway_and_reader_are_killed():
    said: list[str] = []
    with ground(free_port()) as on:
        counts = weather(on, ALARMS, ["database", "gateway", "reader"], said.append)
        assert on.killed == ["database", "gateway", "reader"]
    assert counts["confirmed"] == ALARMS
    assert counts["cases"] == BUILDINGS
    wrong = {name: n for name, n in counts.items() if name.startswith("no_") and n}
    assert not wrong, f"{counts} {said}"
