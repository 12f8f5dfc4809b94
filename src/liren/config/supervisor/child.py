"""One part of Liren as a process: started on a leash, restarted when it dies, stopped with its whole group."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .leash import preexec
from .processes import birth

_LONGEST_PAUSE = 15.0
_STEADY_AFTER = 20.0


@dataclass
class Child:
    """A part written in Python: `python -m <module> <words>`. It leads a process group of its own, so that Ctrl-C
    reaches only the supervisor, and so that what it started itself can be ended with it."""

    name: str
    words: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    stop_within: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0
    _quick_deaths: int = 0
    _not_before: float = 0.0

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.process = self.spawn(log.fileno())
        self.started = time.time()

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        """The process itself; PostgreSQL's part does this its own way."""
        return subprocess.Popen(
            [sys.executable, "-m", *self.words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **self.env, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
            preexec_fn=preexec(signal.SIGKILL),
        )

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self.process.poll() if self.process else 0

    def died(self, now: float) -> None:
        """Clear away what the dead process left and fix when the next may start: at once, later when it keeps dying."""
        self.sweep()
        self._quick_deaths = 0 if now - self.started > _STEADY_AFTER else self._quick_deaths + 1
        self._not_before = now + min(0.25 * (2**self._quick_deaths - 2), _LONGEST_PAUSE) if self._quick_deaths else now
        self.process = None
        self.restarts += 1

    def due(self, now: float) -> bool:
        """Whether a dead part may start again."""
        return self.process is None and now >= self._not_before

    def stop(self) -> None:
        """Ask it to end; `finish` insists."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def finish(self, deadline: float) -> None:
        """Wait until it has ended, at the deadline (time.monotonic) by force; then nothing of its group is left.

        granian told to stop before it is ready waits for ever and leaves a worker on the port, hence the force."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, deadline - time.monotonic()))
            self.sweep()
            self.process.wait()

    def sweep(self) -> None:
        """Kill the group. Its id cannot be another's: the kernel keeps it while a member lives or the leader is unreaped."""
        if self.process and (self.process.returncode is None or self._group_lives()):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _group_lives(self) -> bool:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid if self.process else 0, 0)
            return True
        return False

    def report(self) -> dict[str, object]:
        """What `liren status` shows of it."""
        pid = self.process.pid if self.process and self.process.poll() is None else None
        return {
            "pid": pid,
            "birth": birth(pid) if pid else "",
            "since": self.started,
            "restarts": self.restarts,
        }

    def tail(self, size: int = 3000) -> str:
        """The last words it logged."""
        with suppress(OSError):
            return self.log.read_bytes()[-size:].decode(errors="replace")
        return ""
