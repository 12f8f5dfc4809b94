"""All 31,828 Boston requests: once, again, and once with kills between; three accounts that must be the same."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.config.logs import BOSTON, DATA
from tests.config.recount_log import recount

LOG = DATA / "boston_2011q3.csv.gz"
KILLS = 8
LIMIT = 600


def main() -> None:
    """Print the account, the time it took and what came of doing it again."""
    if not LOG.exists():
        print(f"没有真实数据 {LOG}，跳过。请把 LIREN_DATA 指向数据目录。")
        return
    with tempfile.TemporaryDirectory(prefix="liren-replay-") as folder:
        once = account(Path(folder) / "once")
        print(json.dumps(once, ensure_ascii=False))
        counted = recount(LOG, BOSTON, Path(folder) / "once" / "replay.json")
        wrong = {name: (once[name], n) for name, n in counted.items() if once[name] != n}
        print(f"独立脚本重算：{wrong if wrong else '一致'}；用时 {once['seconds']} 秒（限 {LIMIT} 秒）")
        again = account(Path(folder) / "once")
        print(f"再放一遍：{'账目相同' if same(once, again) else again}，用时 {again['seconds']} 秒")
        seed = random.randrange(10**6)
        kills(Path(folder) / "killed", random.Random(seed), float(once["seconds"]))
        after = account(Path(folder) / "killed")
        print(f"随机 kill -9 {KILLS} 次（种子 {seed}）后重放：{'账目相同' if same(once, after) else after}")
        assert not wrong, wrong
        assert same(once, again), again
        assert same(once, after), after
        assert once["lost"] == 0, once


def words(data: Path) -> list[str]:
    """The command, its log and its map."""
    cli = [sys.executable, "-m", "liren.config.cli", "replay", str(LOG), "--map", str(BOSTON), "--json"]
    return [*cli, "--data", str(data)]


def account(data: Path) -> dict[str, object]:
    """One replay to its end; the last line it prints."""
    done = subprocess.run(words(data), stdout=subprocess.PIPE, text=True, check=True, env=plain())
    return dict(json.loads(done.stdout.splitlines()[-1]))


def kills(data: Path, chance: random.Random, seconds: float) -> None:
    """Start it and kill it, at moments spread over the time it takes."""
    for _ in range(KILLS):
        process = subprocess.Popen(words(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=plain())
        time.sleep(chance.uniform(2, 6 + seconds / 4))
        process.kill()
        process.wait()


def same(one: dict[str, object], other: dict[str, object]) -> bool:
    """Two accounts but for the time they took."""
    return one | {"seconds": 0} == other | {"seconds": 0}


def plain() -> dict[str, str]:
    """Our environment without what another benchmark put there for Django."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("LIREN_", "DJANGO_", "DATABASE_URL"))}
