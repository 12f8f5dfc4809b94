"""Kill -9 at random moments under traffic over HTTP: every acknowledged report is there exactly once, nobody is left.

`make bench` runs 200 rounds, tests/config/test_kills.py ten of the same.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
from tests.config.running import Running, family, left, running

from benchmarks import land
from benchmarks.replay import plain
from benchmarks.reporter import Reporter
from liren.config.supervisor import state
from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import Home

ROUNDS = 200
REPORTERS = 3
WAIT = 180.0
TARGETS = ("postgres", "backend", "web", "web worker", "events", "worker", "gateway", "supervisor")
WEIGHTS = (5, 3, 3, 3, 2, 3, 2, 3)


@dataclass
class Siege:
    """One house under traffic while its processes are killed. `acknowledged` are words whose receipt came back."""

    data: Path
    house: Running | None = None
    stopping: bool = False
    acknowledged: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)

    def url(self) -> str:
        return self.house.url if self.house else "http://127.0.0.1:9/"

    def report_on(self, n: int) -> None:
        """What one reporter does until the siege ends: reports, each with words nobody else used."""
        chance = random.Random(n)
        reporter = Reporter(self.url, lambda: self.stopping)
        while not self.stopping:
            words = f"siege {uuid4()}"
            self.tried.append(words)
            west, south, east, north = land.cell(chance.randrange(land.ROWS * land.COLUMNS))
            if reporter.report(words, chance.uniform(west, east), chance.uniform(south, north)):
                self.acknowledged.append(words)

    @contextmanager
    def traffic(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.report_on, args=(n,), daemon=True) for n in range(REPORTERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopping = True
            for thread in threads:
                thread.join(30)

    def strike(self, chance: random.Random) -> str:
        """Kill one process at random; the name of what it was."""
        assert self.house is not None
        self.house.look()
        name = chance.choices(TARGETS, WEIGHTS)[0]
        with suppress(ProcessLookupError):
            os.kill(self._victim(name, chance), signal.SIGKILL)
        self.killed[name] += 1
        return name

    def _victim(self, name: str, chance: random.Random) -> int:
        assert self.house is not None
        if name == "supervisor":
            return self.house.process.pid
        told = state.read(Home(self.data))
        parts = told["parts"] if told else {}
        part = {"backend": "postgres", "web worker": "web"}.get(name, name)
        pid = parts.get(part, {}).get("pid")
        if not pid:
            raise ProcessLookupError(part)
        if name == part:
            return int(pid)
        below = sorted(one for one, _ in family(pid) if one != pid)
        return chance.choice(below) if below else int(pid)

    def moved_on(self) -> None:
        """Wait until a report that began after this moment was acknowledged."""
        before, deadline = len(self.acknowledged), time.monotonic() + WAIT
        while len(self.acknowledged) == before:
            assert time.monotonic() < deadline, f"no report got through any more: {self.last_words()}"
            time.sleep(0.05)

    def all_gone(self) -> None:
        """Wait until everything a killed supervisor had started has ended by itself."""
        assert self.house is not None
        self.house.process.wait()
        deadline = time.monotonic() + WAIT
        while rest := left(self.house.members):
            assert time.monotonic() < deadline, f"left behind: {[_named(pid) for pid, _ in rest]} {self.last_words()}"
            time.sleep(0.05)

    def last_words(self) -> str:
        """The ends of the logs, for a siege that went wrong."""
        told = state.read(Home(self.data))
        logs = "\n".join(
            f"{p.name}: {p.read_text(errors='replace')[-1500:]}" for p in (self.data / "log").glob("*.log")
        )
        return f"{told} {dict(self.killed)}\n{logs}"


def besiege(data: Path, rounds: int, seed: int, say: Callable[[str], None]) -> Siege:
    """Run `rounds` kills. Raises AssertionError when the house does not come back or leaves a process behind."""
    chance = random.Random(seed)
    siege = Siege(data)
    done = 0
    with ExitStack() as traffic:
        while done < rounds:
            with running(data) as siege.house:
                if not siege.tried:
                    subprocess.run([sys.executable, "-m", "benchmarks.land", str(data)], check=True, env=plain())
                    traffic.enter_context(siege.traffic())
                siege.moved_on()
                while done < rounds:
                    time.sleep(chance.uniform(0, 1.5))
                    name = siege.strike(chance)
                    done += 1
                    say(f"{done} {name} {len(siege.acknowledged)}")
                    if name == "supervisor":
                        siege.all_gone()
                        break
                    siege.moved_on()
    assert not left_behind(data), f"processes left behind: {left_behind(data)}"
    return siege


def _named(pid: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(bytes(1), b" ").decode(errors="replace")
        return f"{pid} {words[:80]} {Path(f'/proc/{pid}/wchan').read_text()}"
    return str(pid)


def left_behind(data: Path) -> list[str]:
    """Processes whose words or environment still name this data directory."""
    mark = os.fsencode(data)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes()
            if int(entry.name) != os.getpid() and (
                mark in words or b"LIREN_HOME=" + mark in (entry / "environ").read_bytes()
            ):
                found.append(f"{entry.name} {words.replace(bytes(1), b' ').decode(errors='replace')[:80]}")
    return found


def reckon(siege: Siege) -> dict[str, int]:
    """What the database holds of what was reported: all counts that must be 0 are named `no_…`."""
    with attached(Home(siege.data)) as one, psycopg.connect(one.database.admin) as link:
        found = Counter(t for (t,) in link.execute("select text from cases_note where text like 'siege %'").fetchall())
        lone = link.execute(
            """select count(*) from cases_case c where 1 <> (select count(*) from trust_entry e
               where e.subject = c.id and e.name = 'CaseReported')"""
        ).fetchone()
        parked = link.execute("select count(*) from trust_delivery where tries >= 8").fetchone()
    return {
        "acknowledged": len(siege.acknowledged),
        "tried": len(siege.tried),
        "there": len(found),
        "no_acknowledged_missing": sum(found[words] == 0 for words in siege.acknowledged),
        "no_doubled": sum(n > 1 for n in found.values()),
        "no_stranger": len(set(found) - set(siege.tried)),
        "no_case_without_its_entry": lone[0] if lone else -1,
        "no_parked_delivery": parked[0] if parked else -1,
    }


def main() -> None:
    """Two hundred rounds, told as they come."""
    seed = random.randrange(10**6)
    print(f"种子 {seed}，{ROUNDS} 轮，{REPORTERS} 个反映人")
    with tempfile.TemporaryDirectory(prefix="liren-kills-") as folder:
        began = time.monotonic()
        siege = besiege(Path(folder) / "data", ROUNDS, seed, lambda line: None)
        counts = reckon(siege)
        print(f"杀掉的进程：{dict(siege.killed)}，用时 {time.monotonic() - began:.0f} 秒")
        print("，".join(f"{name} {n}" for name, n in counts.items()))
        assert all(n == 0 for name, n in counts.items() if name.startswith("no_")), counts


if __name__ == "__main__":
    main()
