"""Cameras are asked how they fare without a picture: against a fake of ours, and against GStreamer's server where it is installed."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from liren.gateway.probing import onvif, rtsp
from tests.fakes.rtsp import camera

PYTHON = "/usr/bin/python3"
GST = """
import gi, sys
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer(); server.set_service(sys.argv[1]); server.set_address("127.0.0.1")
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch("( videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=5/1 ! rtpvrawpay name=pay0 pt=96 )")
server.get_mount_points().add_factory("/cam0", factory)
server.attach(None); print("ready", flush=True); GLib.MainLoop().run()
"""


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


def gstreamer() -> bool:
    if not shutil.which(PYTHON):
        return False
    asked = [
        PYTHON,
        "-c",
        'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer',
    ]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    not gstreamer(), reason="GStreamer's RTSP server is not installed (apt: gir1.2-gst-rtsp-server-1.0 python3-gi)"
)
def test_gstreamers_own_server_is_told_online_from_missing(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "server.py").write_text(GST)
    run = subprocess.Popen([PYTHON, str(tmp_path / "server.py"), str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "ready"
        deadline = time.monotonic() + 10
        while (found := probe(f"rtsp://127.0.0.1:{port}/cam0", timeout=8)) != "online" and time.monotonic() < deadline:
            time.sleep(0.2)
        assert found == "online"
        assert probe(f"rtsp://127.0.0.1:{port}/cam9") == "missing"
    finally:
        os.kill(run.pid, signal.SIGTERM)
        run.wait(5)
