"""Programs out of Debian that tests drive our doors with: found, or installed as root, or the test is skipped with a word."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
PATIENCE_S = 300
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}


def need(binary: str, *packages: str) -> str:
    """The path of `binary`; out of `packages` when it is missing (its own name when none is given). Skips when that fails."""
    packages = packages or (binary,)
    found = where(binary)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(packages)
        found = where(binary)
    if found is None:
        pytest.skip(f"{binary} is not here: apt-get install {' '.join(packages)}")
    return found


def where(binary: str) -> str | None:
    """Where a program is; daemons are not on everybody's path."""
    return shutil.which(binary, path=PLACES)


@cache
def _lists() -> None:
    """The lists of packages, read anew once a run."""
    _quietly("update")


@cache
def _install(packages: tuple[str, ...]) -> None:
    _lists()
    _quietly("install", "--yes", "--no-install-recommends", *packages)


def _quietly(*words: str) -> None:
    """apt-get, one worker of the tests at a time; what it can't do shows in the program that is missing afterwards."""
    with (Path(tempfile.gettempdir()) / "liren-apt.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            subprocess.run(
                ["apt-get", "-qq", *words], env=os.environ | QUIET, capture_output=True, timeout=PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            return
