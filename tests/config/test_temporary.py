"""The test database ends with its owner, however it dies."""

import json
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.config.running import CLI, clean, eventually, family, left


def start() -> tuple[subprocess.Popen[str], dict[str, str]]:
    process = subprocess.Popen([*CLI, "test-db", "--json"], stdout=subprocess.PIPE, text=True, env=clean())
    assert process.stdout is not None
    with process.stdout as said:
        return process, json.loads(said.readline())


def folder(urls: dict[str, str]) -> Path:
    return Path(psycopg.conninfo.conninfo_to_dict(urls["app"])["host"])


def test_the_application_owns_nothing_and_the_owner_may_clone() -> None:
    process, urls = start()
    try:
        with psycopg.connect(urls["app"]) as link:
            assert link.execute("select rolsuper, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user").fetchone() == (False, False, False)  # fmt: skip
        with psycopg.connect(urls["owner"], autocommit=True) as link:
            link.execute("create database copy template liren")
    finally:
        process.terminate()
        process.wait(20)
    assert not folder(urls).exists()


def test_kill_nine_of_its_owner_ends_it_and_the_next_start_clears_up() -> None:
    process, urls = start()
    members = family(process.pid)
    assert len(members) > 2
    process.send_signal(signal.SIGKILL)
    process.wait()
    eventually(lambda: not left(members), 20)
    assert folder(urls).exists()
    second, _ = start()
    second.terminate()
    second.wait(20)
    assert not folder(urls).exists()
