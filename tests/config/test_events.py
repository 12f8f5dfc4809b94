"""The events process on real lines: a session comes in, hears, and is turned away when it is none."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from liren.config.live.line import since_of
from liren.config.live.process import Events
from liren.trust import sql
from liren.trust.accounts import Backend
from tests.scene import Scene

Talk = Callable[[Path], Awaitable[None]]


def during(place: Path, talk: Talk) -> None:
    """Let a process serve while something is asked of it."""

    async def go() -> None:
        stop = asyncio.Event()
        serving = asyncio.create_task(Events().run(place, stop))
        while not place.exists():
            await asyncio.sleep(0.01)
        try:
            await asyncio.wait_for(talk(place), 20)
        finally:
            stop.set()
            await serving

    asyncio.run(go())


async def ask(place: Path, request: str, until: bytes = b"") -> bytes:
    """What comes back, up to some bytes or to the end."""
    reader, writer = await asyncio.open_unix_connection(str(place))
    writer.write(request.encode())
    said = await (reader.readuntil(until) if until else reader.read())
    writer.close()
    await writer.wait_closed()
    return said


def session(town: Scene, name: str) -> str:
    client = Client(headers={"host": "localhost"})
    account = Backend().get_user(town.account(name))
    assert account is not None
    client.force_login(account, backend="liren.trust.accounts.Backend")
    return client.cookies["sessionid"].value


def test_a_page_comes_in_hears_and_is_let_go_at_the_end(town: Scene, tmp_path: Path) -> None:
    town.now = datetime.now(UTC)
    cookie = session(town, "desk")

    async def talk(place: Path) -> None:
        reader, writer = await asyncio.open_unix_connection(str(place))
        writer.write(f"GET /events HTTP/1.1\r\nCookie: sessionid={cookie}\r\n\r\n".encode())
        head = await reader.readuntil(b"event: beat\ndata: {}\n\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream")
        assert b"retry: " in head
        case = await asyncio.to_thread(_reported, town)
        assert case.encode() in await reader.readuntil(b"]\n\n")
        writer.close()
        await writer.wait_closed()

    during(tmp_path / "events.sock", talk)
    assert not (tmp_path / "events.sock").exists()


def test_a_lost_database_connection_costs_a_listener_nothing(town: Scene, tmp_path: Path) -> None:
    town.now = datetime.now(UTC)
    cookie = session(town, "desk")

    async def talk(place: Path) -> None:
        reader, writer = await asyncio.open_unix_connection(str(place))
        writer.write(f"GET /events HTTP/1.1\r\nCookie: sessionid={cookie}\r\n\r\n".encode())
        await reader.readuntil(b"event: beat\ndata: {}\n\n")
        await asyncio.to_thread(_cut)
        case = await asyncio.to_thread(_reported, town)
        assert case.encode() in await reader.readuntil(b"]\n\n")
        writer.close()
        await writer.wait_closed()

    during(tmp_path / "events.sock", talk)


def _cut() -> None:
    """End every other connection to this database."""
    try:
        sql.run(
            """select pg_terminate_backend(pid) from pg_stat_activity
               where pid <> pg_backend_pid() and usename = current_user and datname = current_database()"""
        )
    finally:
        connection.close()


def _reported(town: Scene) -> str:
    try:
        return str(town.report())
    finally:
        connection.close()


def test_nobody_in_particular_is_told_to_stop_asking(town: Scene, tmp_path: Path) -> None:
    async def talk(place: Path) -> None:
        assert (await ask(place, "GET /events HTTP/1.1\r\n\r\n")).endswith(b"event: over\ndata: {}\n\n")
        assert b"405" in await ask(place, "POST /events HTTP/1.1\r\n\r\n", b"\r\n\r\n")
        assert b"431" in await ask(place, "GET /events HTTP/1.1\r\nCookie: " + "x" * 40_000, b"\r\n\r\n")

    during(tmp_path / "events.sock", talk)


def test_a_socket_that_a_killed_process_left_behind_is_replaced(town: Scene, tmp_path: Path) -> None:
    (tmp_path / "events.sock").touch()

    async def talk(place: Path) -> None:
        while not place.is_socket():
            await asyncio.sleep(0.01)
        assert b"over" in await ask(place, "GET /events HTTP/1.1\r\n\r\n")

    during(tmp_path / "events.sock", talk)


@pytest.mark.parametrize("words", ["", "x", "-1", "12345678901234567890", "١٢٣"])
def test_a_moment_that_is_none_is_left_out(words: str) -> None:
    assert since_of(words, "") is None
    assert since_of("", words) is None


def test_the_last_word_heard_counts_before_the_moment_of_the_page() -> None:
    heard = since_of("1000000", "5000000")
    assert heard is not None
    assert (heard.at.second, heard.again, heard.made and heard.made.second) == (1, True, 5)
