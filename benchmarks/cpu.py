"""CPU time of processes, and their memory, from /proc (Linux)."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def of(pid: int) -> float:
    """Seconds of CPU that one process has used in all its threads, to the nanosecond; 0 when it is gone."""
    try:
        return sum(int((t / "schedstat").read_text().split()[0]) for t in Path(f"/proc/{pid}/task").iterdir()) / 1e9
    except (OSError, ValueError):
        return 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one request: in the application (or in pgbench) and in the database's backend."""

    app: float
    db: float

    @property
    def whole(self) -> float:
        return self.app + self.db


def per_request(act: Callable[[int], object], n: int, backend: int) -> Cost:
    """Do `act(i)` n times in this process; what one cost."""
    app, db = time.process_time(), of(backend)
    for i in range(n):
        act(i)
    return Cost((time.process_time() - app) / n * 1e3, (of(backend) - db) / n * 1e3)


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a process in MB; PSS shares what several processes map."""
    words = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kb = {line.split(":")[0]: int(line.split()[1]) for line in words[1:]}
    return kb["Rss"] / 1024, kb["Pss"] / 1024


def below(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def name(pid: int) -> str:
    """The words a process was started with, shortened."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return words.removeprefix(os.fsdecode(os.path.dirname(words.split(" ")[0])) + "/")[:60]
