"""Cameras are asked how they fare without a picture, against a fake of ours; servers of others are in test_probing_real.py."""

import asyncio
import socket
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from liren.gateway.probing import onvif, rtsp
from tests.fakes.rtsp import camera


def probe(address: str, user: str = "", password: str = "", timeout: float = 3.0) -> str:
    return asyncio.run(rtsp.probe(address, user, password, timeout=timeout))


def test_a_camera_that_answers_is_online_and_was_never_asked_for_a_picture():
    with camera() as made:
        assert probe(made.address()) == "online"
        assert [line.split()[0] for line in made.heard] == ["OPTIONS", "DESCRIBE"]


def test_the_password_is_proved_by_digest_and_never_sent():
    with camera(password="geheim") as made:
        assert probe(made.address(), "viewer", "geheim") == "online"
        assert probe(made.address(), "viewer", "wrong") == "refused"
        assert probe(made.address()) == "refused"


def test_what_is_wrong_is_told_apart():
    with camera() as made:
        assert probe(made.address("/ch9")) == "missing"
    with camera(mood="mute") as mute:
        assert probe(mute.address(), timeout=0.3) == "silent"
    with camera(mood="nonsense") as other:
        assert probe(other.address()) == "broken"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert probe(f"rtsp://127.0.0.1:{free.getsockname()[1]}/ch1") == "unreachable"
    assert probe("rtsp://") == "broken"


def test_the_digest_of_the_standards_own_example_is_right():
    """RFC 2617, 3.5, without qop: the response of the older form, reckoned by hand."""
    proof = rtsp.authorize(['Digest realm="r", nonce="n"'], "DESCRIBE", "rtsp://c/1", "u", "p")
    assert 'response="' in proof
    assert "qop" not in proof
    assert rtsp.authorize(["Basic realm=x"], "DESCRIBE", "rtsp://c/1", "u", "p") == "Basic dTpw"
    assert rtsp.authorize(["Negotiate"], "DESCRIBE", "rtsp://c/1", "u", "p") == ""
    assert "algorithm=SHA-256" in rtsp.authorize(
        ['Digest realm="r", nonce="n"', 'Digest realm="r", nonce="n", algorithm=SHA-256'], "DESCRIBE", "x", "u", "p"
    )


CLOCK = (
    b"<s:Envelope><tt:UTCDateTime><tt:Time><tt:Hour>8</tt:Hour><tt:Minute>2</tt:Minute><tt:Second>5</tt:Second></tt:Time>"
    b"<tt:Date><tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>23</tt:Day></tt:Date></tt:UTCDateTime></s:Envelope>"
)


def test_a_clock_that_is_off_is_measured():
    class Device(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CLOCK)

        def log_message(self, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Device) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        assert asyncio.run(onvif.drift("127.0.0.1", now, port=server.server_address[1])) == 125
        server.shutdown()


@pytest.mark.parametrize(
    "answer", [b"", b"<UTCDateTime></UTCDateTime>", CLOCK.replace(b"<tt:Month>11", b"<tt:Month>13")]
)
def test_a_clock_that_says_no_time_is_none(answer):
    assert onvif.clock_of(answer) is None
