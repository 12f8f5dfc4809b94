"""`/events` passed on to the events process over its Unix socket, byte for byte, as long as the page is open."""

import asyncio
import random
from typing import Any

from liren.web.live.stream import OVER

PIECE = 8 << 10
PASSED_ON = ("cookie", "last-event-id")
PLAIN = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-store")]


async def relay(scope: Any, line: Any, place: str) -> None:
    """Until either side ends. Where no events process runs pages are told to stop asking; where it is just starting
    anew, to ask again in a moment: neither is an error that a browser would print."""
    if not place:
        line.response_bytes(200, PLAIN, OVER)
        return
    try:
        reader, writer = await asyncio.open_unix_connection(place, limit=PIECE)
    except OSError:
        line.response_bytes(200, PLAIN, b"retry: %d\n\n" % random.randrange(1000, 3000))
        return
    gone = asyncio.ensure_future(_hang_up(line, writer))
    try:
        writer.write(_asked(scope))
        status, headers = _head(await reader.readuntil(b"\r\n\r\n"))
        out = line.response_stream(status, headers)
        while piece := await reader.read(PIECE):
            await out.send_bytes(piece)
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        gone.cancel()
        writer.close()


async def _hang_up(line: Any, writer: asyncio.StreamWriter) -> None:
    """When the page is closed, so is the line behind it; the reader then comes to its end."""
    await line.client_disconnect()
    writer.close()


def _asked(scope: Any) -> bytes:
    target = f"{scope.path}?{scope.query_string}" if scope.query_string else scope.path
    passed = [f"{name}: {content}" for name, content in scope.headers.items() if name in PASSED_ON]
    return "\r\n".join([f"{scope.method} {target} HTTP/1.1", "Host: events", *passed, "", ""]).encode()


def _head(said: bytes) -> tuple[int, list[tuple[str, str]]]:
    first, *lines = said.decode("latin-1").strip().split("\r\n")
    headers = [(name.lower(), content.strip()) for name, _, content in (line.partition(":") for line in lines)]
    return int(first.split(" ")[1]), [pair for pair in headers if pair[0] != "connection"]
