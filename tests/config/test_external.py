"""A PostgreSQL that somebody else runs, named by DATABASE_URL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liren.config.supervisor.temporary import Urls, temporary
from tests.config.running import refused, running


@pytest.fixture(scope="module")
def server() -> Iterator[Urls]:
    with temporary() as urls:
        yield urls


def test_it_runs_on_a_server_of_somebody_else_and_knows_its_own_keys(server: Urls, tmp_path: Path) -> None:
    first, copy, stranger = (tmp_path / name for name in ("first", "copy", "stranger"))
    with running(first, DATABASE_URL=server.owner) as one:
        assert one.health() == 200
        assert list(one.parts()) == ["web", "events", "worker", "gateway"]
        assert not (first / "pg").exists()
    copy.mkdir()
    shutil.copy(first / "secrets.json", copy)
    with running(copy, DATABASE_URL=server.owner) as one:
        assert one.health() == 200
    assert "密钥不同" in refused("up", "--port", "0", "--data", str(stranger), DATABASE_URL=server.owner)


def test_a_user_who_may_not_make_roles_is_told_what_to_ask_for(server: Urls, tmp_path: Path) -> None:
    with psycopg.connect(server.admin, autocommit=True) as link:
        link.execute("create role guest login password 'guest'")
        link.execute("grant connect on database liren to guest")
    url = server.owner.replace("liren_owner", "guest", 1)
    words = psycopg.conninfo.conninfo_to_dict(url)
    url = url.replace(str(words["password"]), "guest", 1)
    assert "CREATEROLE" in refused("up", "--port", "0", "--data", str(tmp_path), DATABASE_URL=url)
