"""The town on a real socket, for clients that speak HTTP themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connection


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The application on a free port of this machine, one request after the other; its address."""
    server = WSGIServer(("127.0.0.1", 0), Quiet, ipv6=False)
    application = get_wsgi_application()

    def one_by_one(environ, start_response):  # type: ignore[no-untyped-def]
        answer = application(environ, start_response)
        try:
            yield from answer
        finally:
            answer.close()
            connection.close()

    server.set_app(one_by_one)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
