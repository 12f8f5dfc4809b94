"""What media engines send is read alike; a reader whose ticket is over is put out where the engine can be told."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.test import override_settings

from liren.gateway.media import ending, engines

MEDIAMTX = {
    "user": "",
    "password": "",
    "ip": "10.0.0.9",
    "action": "read",
    "path": "jiepai/c0",
    "protocol": "webrtc",
    "id": "i1",
    "query": "ticket=t1",
}


def test_mediamtx_is_read_with_its_readers_id():
    asked = engines.read(MEDIAMTX, "")
    assert asked is not None
    assert (asked.engine, asked.what, asked.path, asked.secret, asked.session, asked.identified) == (
        "mediamtx",
        "play",
        "jiepai/c0",
        "t1",
        "i1",
        True,
    )


def test_hls_has_no_id_so_the_address_stands_for_the_reader_and_a_page_has_no_session():
    hls = engines.read(MEDIAMTX | {"protocol": "hls", "id": None}, "")
    page = engines.read(MEDIAMTX | {"id": None}, "")
    assert hls is not None
    assert page is not None
    assert (hls.session, hls.identified, page.session) == ("hls:10.0.0.9", False, "")


def test_the_ticket_may_come_as_a_password():
    asked = engines.read(MEDIAMTX | {"query": "", "password": "t2"}, "")
    assert asked is not None
    assert asked.secret == "t2"


@pytest.mark.parametrize(
    ("hook", "params", "what"),
    [("on_play", "ticket=t1", "play"), ("on_stream_none_reader", None, "nobody"), ("", None, "nobody")],
)
def test_zlmediakit_is_read_by_its_hook(hook, params, what):
    body = {"app": "live", "stream": "c1", "schema": "rtsp", "ip": "10.0.0.9", "port": 9, "id": "7-1"} | (
        {"params": params} if params else {}
    )
    asked = engines.read(body, hook)
    assert asked is not None
    assert (asked.what, asked.path) == (what, "live/c1")


@pytest.mark.parametrize("body", [{}, {"action": None}, {"path": "x"}, {"app": "live"}, {"action": 1, "path": ["x"]}])
def test_what_is_neither_engines_is_nobodys_or_leads_nowhere(body):
    asked = engines.read(body, "")
    assert asked is None or (asked.path, asked.secret) == ("", "")


def test_a_reader_is_put_out_and_a_silent_engine_holds_nothing_up():
    told = []

    class Engine(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Engine) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        with override_settings(MEDIA={"api": base}):
            assert ending.kick("11111111-1111-4111-8111-111111111111")
            assert not ending.kick("hls:10.0.0.9"), "HLS has no reader to put out"
        server.shutdown()
    assert told == ["/v3/webrtcsessions/kick/11111111-1111-4111-8111-111111111111"]
    with override_settings(MEDIA={"api": base}):
        assert not ending.kick("11111111-1111-4111-8111-111111111111")
    with override_settings(MEDIA={"api": ""}):
        assert not ending.kick("x")
