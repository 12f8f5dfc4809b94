"""A real `liren up` in a process of its own, for tests that kill its parts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from liren.config.supervisor import state
from liren.config.supervisor.home import Home
from liren.config.supervisor.processes import birth

CLI = [sys.executable, "-m", "liren.config.cli"]


def clean(**more: str) -> dict[str, str]:
    """Our environment without what conftest put there for Django."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LIREN_", "DJANGO_", "DATABASE_URL"))}
    return {**kept, **more}


def liren(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run([*CLI, *words], capture_output=True, text=True, env=clean(**env), timeout=120, check=False)


def refused(*words: str, **env: str) -> str:
    """The sentence with which a command ends; fails the test when there is a traceback or no error."""
    done = liren(*words, **env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    said = done.stderr.strip().splitlines()[-1]
    assert said.startswith("liren："), said
    assert said.endswith("。"), said
    return said


def eventually(true: Callable[[], object], within: float = 30, why: str = "") -> None:
    """Wait until it is true; fail the test when it never is."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, why or "never became true"
        time.sleep(0.05)


def family(pid: int) -> set[tuple[int, str]]:
    """A process and all its descendants as (pid, birth)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(entry.name))
    found, todo = set(), [pid]
    while todo:
        one = todo.pop()
        found.add((one, birth(one)))
        todo += parents.get(one, [])
    return {(one, born) for one, born in found if born}


def left(members: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of them that still live."""
    return {(pid, born) for pid, born in members if birth(pid) == born}


@dataclass
class Running:
    """A started Liren; `members` are all processes ever seen in it."""

    process: subprocess.Popen[str]
    data: Path
    url: str
    members: set[tuple[int, str]] = field(default_factory=set)

    def health(self) -> int:
        try:
            with urlopen(f"{self.url}healthz", timeout=5) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return 0

    def parts(self) -> dict[str, dict[str, object]]:
        shown = state.read(Home(self.data))
        return dict(shown["parts"]) if shown else {}

    def pid(self, part: str) -> int:
        return int(str(self.parts()[part]["pid"] or 0))

    def look(self) -> None:
        self.members |= family(self.process.pid)


def launch(data: Path, *words: str, python: list[str] | None = None, **env: str) -> subprocess.Popen[str]:
    """`liren up` without waiting for it."""
    return subprocess.Popen(
        [*(python or CLI), "up", "--port", "0", "--data", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=clean(**env),
        # a suite started in the background ignores Ctrl-C, and so would everything it starts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@contextmanager
def running(data: Path, **env: str) -> Iterator[Running]:
    """`liren up` on this directory, ready; ended and checked for leftovers afterwards."""
    process = launch(data, **env)
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if "已就绪" in line:
            break
    else:
        process.communicate()
        raise AssertionError("".join(said))
    one = Running(process, data, said[-1].partition("：")[2].partition("（")[0])
    one.look()
    try:
        yield one
    finally:
        one.look()
        process.terminate()
        process.wait(40)
        process.stdout.close()
        eventually(lambda: not left(one.members), 60, "processes left behind")
