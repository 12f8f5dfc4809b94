"""`liren replay` as a command: from nothing to its account, killed at random moments, run again."""

import json
import random
import subprocess
import time

import pytest

from tests.config import logs
from tests.config.recount_log import recount
from tests.config.running import CLI, clean, eventually, family, left, refused

ROWS = 2000
KILLS = 3


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return logs.head(logs.real("boston_2011q3.csv.gz"), tmp_path_factory.mktemp("log") / "boston.csv", ROWS)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("home") / "data"


def words(file, data):
    return [*CLI, "replay", str(file), "--map", str(logs.BOSTON), "--json", "--data", str(data)]


def account(file, data):
    done = subprocess.run(words(file, data), capture_output=True, text=True, env=clean(), timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_killed_at_random_moments_and_started_again_the_account_is_the_same(file, data):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    for _ in range(KILLS):
        process = subprocess.Popen(words(file, data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean())
        time.sleep(chance.uniform(1.0, 9.0))
        members = family(process.pid)
        process.kill()
        process.wait()
        eventually(lambda members=members: not left(members), 30, f"processes left behind (seed {seed})")
    made = account(file, data)
    counted = recount(file, logs.BOSTON, data / "replay.json")
    assert {name: made[name] for name in counted} == counted, f"seed {seed}"
    assert made["lost"] == 0
    again = account(file, data)
    assert again | {"seconds": 0} == made | {"seconds": 0}, f"seed {seed}"


def test_a_file_or_map_that_is_not_there_is_one_sentence(file, tmp_path):
    data = ("--data", str(tmp_path / "data"))
    assert "没有找到记录文件" in refused("replay", "nowhere.csv", "--map", str(logs.BOSTON), *data)
    assert "没有找到映射文件" in refused("replay", str(file), "--map", "nowhere.toml", *data)
    assert not (tmp_path / "data").exists()


def test_the_account_is_told_in_words_without_json(file, data):
    done = subprocess.run(
        [w for w in words(file, data) if w != "--json"],
        capture_output=True, text=True, env=clean(), timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "共 2,000 行" in done.stdout
    assert "丢失 0" in done.stdout
    assert "Traceback" not in done.stderr
