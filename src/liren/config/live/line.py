"""One line to one open page: a bare HTTP/1.1 request in, server-sent events out, until either side ends.

Written on asyncio's protocols: a line costs a few kilobytes and no task. Whoever stands in front (our own web
server, a proxy) speaks to a Unix socket and has checked nothing; who asks is decided here, by the cookie.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from urllib.parse import parse_qs, urlsplit

from liren.web.live.hub import Listener, Since
from liren.web.live.stream import OVER

LARGEST_REQUEST = 32 << 10
WAITING = 16 << 10
"""Bytes that may wait for a slow page before it is told to look again."""

RETRY_S = (1.0, 4.0)
"""When a browser asks again after a lost line: not all in the same moment."""

HEAD = (
    b"HTTP/1.1 %s\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
)
Enter = Callable[["Line", str, Since | None], Awaitable[None]]


class Line(asyncio.Protocol):
    """`enter(line, cookie, since)` lets a page in or turns it away; `gone(line)` and `drained(line)` follow later."""

    def __init__(self, enter: Enter, gone: Callable[["Line"], None], drained: Callable[["Line"], None]) -> None:
        self._enter, self._gone, self._drained = enter, gone, drained
        self._asked = b""
        self._entering: asyncio.Task[None] | None = None
        self.transport: asyncio.Transport
        self.listener: Listener | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(high=WAITING)

    def data_received(self, data: bytes) -> None:
        if self._entering is not None:
            return
        self._asked += data
        if b"\r\n\r\n" in self._asked:
            self._open()
        elif len(self._asked) > LARGEST_REQUEST:
            self._turn_away(b"431 Request Header Fields Too Large")

    def _open(self) -> None:
        first, _, rest = self._asked.partition(b"\r\n")
        self._asked = b""
        words = first.split(b" ")
        if len(words) != 3 or words[0] != b"GET":
            self._turn_away(b"405 Method Not Allowed")
            return
        headers = BytesHeaderParser().parsebytes(rest)
        asked = parse_qs(urlsplit(words[1].decode("latin-1")).query)
        since = since_of(headers.get("Last-Event-ID", "") or asked.get("last", [""])[0], asked.get("since", [""])[0])
        cookie = "; ".join(headers.get_all("Cookie", []))
        self.transport.write(HEAD % b"200 OK" + b"retry: %d\n\n" % (random.uniform(*RETRY_S) * 1000))
        self._entering = asyncio.ensure_future(self._enter(self, cookie, since))

    def _turn_away(self, status: bytes) -> None:
        self.transport.write(HEAD % status)
        self.transport.close()

    def refuse(self) -> None:
        """Nobody is signed in: the page need not ask again."""
        self.transport.write(OVER)
        self.transport.close()

    def pause_writing(self) -> None:
        if self.listener is not None:
            self.listener.behind = True

    def resume_writing(self) -> None:
        self._drained(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._entering is not None:
            self._entering.cancel()
        self._gone(self)


def since_of(last: str, since: str) -> Since | None:
    """From where a page wants to hear: behind the last id it heard, else from when it was made. None for neither."""
    heard, made = _moment(last), _moment(since)
    if heard is not None:
        return Since(heard, again=True, made=made)
    return Since(made, again=False) if made is not None else None


def _moment(words: str) -> datetime | None:
    if not (words.isascii() and words.isdigit() and len(words) <= 16):
        return None
    return datetime.fromtimestamp(int(words) / 1_000_000, UTC)
