"""What granian hands over and what Django gets: requests, large bodies, long answers, and lines passed on."""

import asyncio
import io
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from liren.config.front.front import BLOCK, Front
from liren.config.front.request import environ


class Headers(list[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return list(self)


def asked(method: str = "GET", path: str = "/", query: str = "", *headers: tuple[str, str]) -> Any:
    """A request as granian describes it."""
    return SimpleNamespace(
        method=method, path=path, query_string=query, http_version="1.1", scheme="http", authority=None,
        client="127.0.0.1:5000", server="127.0.0.1:8000", headers=Headers([("host", "liren.example"), *headers]),
    )  # fmt: skip


class Wire:
    """A line to a browser: gives the pieces of a request, keeps what is answered."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = iter(pieces)
        self.status, self.headers, self.body = 0, [("", "")], b""
        self.sends = 0

    def __aiter__(self) -> "Wire":
        return self

    async def __anext__(self) -> bytes:
        for piece in self.pieces:
            return piece
        raise StopAsyncIteration

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Wire":
        self.status, self.headers = status, headers
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.body += piece
        self.sends += 1

    async def client_disconnect(self) -> None:
        await asyncio.Event().wait()


def served(front: Front, scope: Any, wire: Wire) -> Wire:
    """One request from its first byte to its last."""

    async def go() -> None:
        loop = asyncio.get_running_loop()
        front.__rsgi_init__(loop)
        await front.__rsgi__(scope, wire)
        front.__rsgi_del__(loop)

    asyncio.run(go())
    return wire


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answers with the length of what it got, read in small bites."""
    got = 0
    while bite := environ["wsgi.input"].read(1000):
        got += len(bite)
    start("200 OK", [("content-type", "text/plain"), ("set-cookie", "a=1"), ("set-cookie", "b=2")])
    return Whole([str(got).encode()])


class Whole(list[bytes]):
    """A page that is there as a whole, as Django's are; `closed` after the server has let go of it."""

    streaming = False
    closed = False

    def close(self) -> None:
        self.closed = True


def test_a_path_and_a_cookie_reach_django_as_the_pep_has_them() -> None:
    scope = asked("GET", "/案 件", "q=%E7%81%AF", ("cookie", "a=1"), ("cookie", "b=2"), ("x-one", "1"), ("x-one", "2"))
    made = environ(scope, io.BytesIO())
    assert made["PATH_INFO"].encode("latin-1").decode() == "/案 件"
    assert made["QUERY_STRING"] == "q=%E7%81%AF"
    assert made["HTTP_COOKIE"] == "a=1; b=2"
    assert made["HTTP_X_ONE"] == "1,2"
    assert (made["REMOTE_ADDR"], made["SERVER_PORT"]) == ("127.0.0.1", "8000")


def test_a_body_in_pieces_arrives_whole() -> None:
    wire = served(Front(echo, ""), asked("POST", "/", "", ("content-length", "250000")), Wire(*[b"x" * 50_000] * 5))
    assert (wire.status, wire.body) == (200, b"250000")
    assert [content for name, content in wire.headers if name == "set-cookie"] == ["a=1", "b=2"]


def test_a_page_is_closed_once_it_is_sent() -> None:
    page = Whole([b"a", b"b"])

    def pages(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("404 Not Found", [])
        return page

    wire = served(Front(pages, ""), asked(), Wire())
    assert (wire.status, wire.body, page.closed) == (404, b"ab", True)


def test_a_long_answer_travels_in_larger_pieces() -> None:
    def pages(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return (b"y" * 4096 for _ in range(64))

    wire = served(Front(pages, ""), asked(), Wire())
    assert len(wire.body) == 64 * 4096
    assert wire.sends == 64 * 4096 // BLOCK


def test_where_no_events_process_runs_a_page_is_told_to_stop_asking() -> None:
    assert b"event: over" in served(Front(echo, ""), asked(path="/events"), Wire()).body


def test_while_the_events_process_starts_anew_a_page_is_told_to_ask_again(tmp_path: Path) -> None:
    wire = served(Front(echo, str(tmp_path / "none.sock")), asked(path="/events"), Wire())
    assert wire.status == 200
    assert wire.body.startswith(b"retry: ")


def test_a_line_is_passed_on_with_its_cookie_and_nothing_else_of_the_reader(tmp_path: Path) -> None:
    place, heard = str(tmp_path / "events.sock"), []

    async def behind(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n")
        writer.close()
        await writer.wait_closed()

    front, wire = Front(echo, place), Wire()

    async def go() -> None:
        async with await asyncio.start_unix_server(behind, place):
            await front.__rsgi__(asked("GET", "/events", "since=1", ("cookie", "s=1"), ("user-agent", "x")), wire)

    asyncio.run(go())
    assert heard[0].startswith(b"GET /events?since=1 HTTP/1.1\r\n")
    assert b"cookie: s=1" in heard[0]
    assert b"user-agent" not in heard[0]
    assert (wire.headers, wire.body) == ([("content-type", "text/event-stream")], b"data: 1\n\n")
