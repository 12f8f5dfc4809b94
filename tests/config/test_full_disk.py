"""A disk that fills is said and survived: what was acknowledged is there, and work goes on when there is room."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import Home
from tests.config.running import CLI, clean, eventually, refused, running

MB = 1 << 20


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system of 200 MB that PostgreSQL's user may enter; skipped where mounting is not allowed."""
    place = Path(tempfile.mkdtemp(prefix="liren-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m,mode=755", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip("mounting a tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)
    place.rmdir()


def fill(place: Path, leave: int = 0) -> Path:
    """Take what room there is, up to `leave` bytes."""
    ballast = place / "ballast"
    with open(ballast, "wb") as file:
        try:
            while True:
                free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
                if free <= leave:
                    return ballast
                file.write(b"x" * min(MB, free - leave))
                file.flush()
        except OSError:
            return ballast


def write_until_refused(url: str) -> int:
    """Insert rows one by one; the number of the last that was acknowledged."""
    acknowledged = 0
    try:
        with psycopg.connect(url, autocommit=True) as link:
            link.execute("create table if not exists ballast_test (n int, filler text)")
            while True:
                link.execute(
                    "insert into ballast_test values (%s, repeat(md5(random()::text), 4000))", [acknowledged + 1]
                )
                acknowledged += 1
    except psycopg.Error:
        return acknowledged


def test_a_disk_that_fills_under_traffic_is_survived(disk: Path) -> None:
    with running(disk / "data") as one:
        ballast = fill(disk, leave=12 * MB)
        with attached(Home(one.data)) as home:
            url = home.database.owner
        acknowledged = write_until_refused(url)
        assert acknowledged > 0
        assert one.process.poll() is None
        ballast.unlink()
        eventually(lambda: one.health() == 200, 60)
        with psycopg.connect(url) as link:
            kept = link.execute("select count(*), max(n) from ballast_test where n <= %s", [acknowledged]).fetchone()
        assert kept == (acknowledged, acknowledged)
        one.look()


def test_a_disk_without_room_for_a_database_is_named(disk: Path) -> None:
    fill(disk, leave=60 * MB)
    assert "磁盘空间不够" in refused("up", "--port", "0", "--data", str(disk / "data"))


def test_a_start_on_a_full_disk_is_named_and_works_again_with_room(disk: Path) -> None:
    with running(disk / "data"):
        pass
    ballast = fill(disk)
    assert "磁盘已满" in refused("up", "--port", "0", "--data", str(disk / "data"))
    ballast.unlink()
    with running(disk / "data") as one:
        assert one.health() == 200


def test_a_limit_on_the_size_of_files_is_named(tmp_path: Path) -> None:
    words = [
        "/bin/sh",
        "-c",
        'ulimit -f 2048; exec "$@"',
        "sh",
        *CLI,
        "up",
        "--port",
        "0",
        "--data",
        str(tmp_path / "d"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, env=clean(), timeout=60, check=False)
    assert done.returncode == 1
    assert "单个文件的大小受到系统限制" in done.stderr
    assert "Traceback" not in done.stderr
