"""Ten of the two hundred rounds of benchmarks/kills.py."""

import random

from benchmarks.kills import besiege, reckon

ROUNDS = 10


def test_killed_at_random_under_traffic_every_acknowledged_report_is_there_exactly_once(tmp_path):
    seed = random.randrange(10**6)
    said: list[str] = []
    siege = besiege(tmp_path / "data", ROUNDS, seed, said.append)
    counts = reckon(siege)
    assert siege.killed.total() == ROUNDS
    assert counts["acknowledged"] >= ROUNDS, f"seed {seed}: {said}"
    wrong = {name: n for name, n in counts.items() if name.startswith("no_") and n}
    assert not wrong, f"seed {seed}: {wrong} {said}"
