"""Backup while it runs, restore into an empty directory, and the account of both."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import Home, keys
from tests.config.running import Running, liren, refused, running


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("home") / "data") as one:
        (one.data / "attachments" / "ab").mkdir()
        (one.data / "attachments" / "ab" / "photo.jpg").write_bytes(b"\xff\xd8 a photo")
        yield one


@pytest.fixture(scope="module")
def archive(up: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "one.tar"
    done = liren("backup", str(target), "--data", str(up.data))
    assert done.returncode == 0, done.stderr
    assert "1 个附件" in done.stdout
    return target


def test_a_backup_holds_keys_and_is_for_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    assert [p.name for p in archive.parent.iterdir()] == ["one.tar"]


def test_a_restored_home_has_every_row_photo_and_key(up: Running, archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "again"
    done = liren("restore", str(archive), "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert "已恢复并核对" in done.stdout
    assert (data / "attachments" / "ab" / "photo.jpg").read_bytes() == b"\xff\xd8 a photo"
    assert keys(Home(data)) == keys(Home(up.data))
    question = "select count(*), max(applied) from django_migrations"
    with attached(Home(up.data)) as first, attached(Home(data)) as second:
        answers = []
        for one in (first, second):
            with psycopg.connect(one.database.owner) as link:
                answers.append(link.execute(question).fetchone())
        with psycopg.connect(second.database.app) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("delete from trust_entry")
    assert answers[0] == answers[1]


def test_a_restore_never_touches_a_directory_in_use(up: Running, archive: Path) -> None:
    assert "不是空目录" in refused("restore", str(archive), "--data", str(up.data))


def test_a_cut_off_backup_is_named_and_leaves_the_directory_empty(archive: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar"
    broken.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    refused("restore", str(broken), "--data", str(tmp_path / "data"))
    assert list((tmp_path / "data").iterdir()) == []


def test_a_backup_with_a_changed_photo_is_named(archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.tar"
    changed.write_bytes(archive.read_bytes().replace(b"a photo", b"a phony"))
    with tarfile.open(changed) as tar:
        assert "attachments/ab/photo.jpg" in tar.getnames()
    assert "对不上" in refused("restore", str(changed), "--data", str(tmp_path / "data"))
