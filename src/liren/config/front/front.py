"""The RSGI application: one loop a worker for everything that waits, a few threads for Django's pages.

The pages stay synchronous (a page is two or three statements and some templates); what a thread must not do is wait
hours for a live message. A page costs one hand-over to a thread and none back: the thread answers by itself.
"""

import asyncio
import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from liren.config.front.relay import relay
from liren.config.front.request import Body, environ
from liren.config.supervisor.environment import THREADS
from liren.config.wsgi import application

EVENTS = "/events"
BLOCK = 64 << 10
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front:
    """`pages` is any WSGI application; `place` the events process's socket, "" where none runs."""

    def __init__(self, pages: Wsgi = application, place: str = os.environ.get("LIREN_EVENTS", "")) -> None:
        self._pages, self._place = pages, place
        self._threads: ThreadPoolExecutor

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """In each worker, after the fork: threads do not come along."""
        self._threads = ThreadPoolExecutor(THREADS, "page")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Any, line: Any) -> None:
        if scope.path == EVENTS:
            await relay(scope, line, self._place)
            return
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._page, scope, line, loop)

    def _page(self, scope: Any, line: Any, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread: one page from its request to its last byte. Raises OSError when the reader left meanwhile."""
        bare = scope.method in ("GET", "HEAD")
        body: io.BufferedIOBase = io.BytesIO() if bare else io.BufferedReader(Body(aiter(line), loop), BLOCK)
        told: list[Any] = []
        answer = self._pages(environ(scope, body), lambda *words: told.extend(words))
        try:
            status, headers = int(told[0].partition(" ")[0]), told[1]
            if getattr(answer, "streaming", True):
                _send(answer, line.response_stream(status, headers), loop)
            else:
                line.response_bytes(status, headers, b"".join(answer))
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()


def _send(blocks: Iterable[bytes], out: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Pass a streamed answer on in larger pieces, no faster than the reader takes them."""

    async def send(piece: bytes) -> None:
        await out.send_bytes(piece)

    waiting = bytearray()
    for block in blocks:
        waiting += block
        if len(waiting) >= BLOCK:
            asyncio.run_coroutine_threadsafe(send(bytes(waiting)), loop).result()
            waiting.clear()
    if waiting:
        asyncio.run_coroutine_threadsafe(send(bytes(waiting)), loop).result()
