"""A request as WSGI knows it (PEP 3333), from one as granian's RSGI gives it, and its body read from a thread."""

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

BASE: dict[str, Any] = {
    **os.environ,
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ(scope: Any, body: io.BufferedIOBase) -> dict[str, Any]:
    """The dictionary that a WSGI application is called with. Texts are bytes read as Latin-1, as the PEP says."""
    host, _, port = scope.server.rpartition(":")
    made = {
        **BASE,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, content in scope.headers.items():
        key = BARE.get(name) or "HTTP_" + name.upper().replace("-", "_")
        made[key] = f"{made[key]}{'; ' if name == 'cookie' else ','}{content}" if key in made else content
    if "HTTP_HOST" not in made and scope.authority:
        made["HTTP_HOST"] = scope.authority
    return made


EMPTY = io.BytesIO()


class Body(io.RawIOBase):
    """The bytes of a request, fetched from the loop as the thread asks for them: a large upload is never held whole."""

    def __init__(self, chunks: AsyncIterator[bytes], loop: asyncio.AbstractEventLoop) -> None:
        self._chunks, self._loop = chunks, loop
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Raises OSError when the line breaks: Django takes it for an unreadable request."""
        while not self._rest:
            chunk = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    async def _next(self) -> bytes | None:
        try:
            return await anext(self._chunks)
        except StopAsyncIteration:
            return None
        except Exception as error:
            raise OSError("the line broke while the request was read") from error
