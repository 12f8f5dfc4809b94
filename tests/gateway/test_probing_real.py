"""How cameras fare, asked of GStreamer's own RTSP server, which nobody here wrote; FFmpeg shows that it really serves a picture.

The server says what it was asked: a probe asks OPTIONS and DESCRIBE, and never SETUP or PLAY.
"""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from liren.gateway.probing import rtsp
from tests.debian import need

PACKAGES = (
    "gir1.2-gst-rtsp-server-1.0", "python3-gi", "gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good", "gstreamer1.0-plugins-ugly",
)  # fmt: skip
PYTHON = "/usr/bin/python3"
THERE = 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer'
SERVER = """
import gi, sys
gi.require_version("Gst", "1.0"); gi.require_version("GstRtsp", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer as R
port, how = sys.argv[1:]
Gst.init(None)
server = R.RTSPServer(); server.set_service(port); server.set_address("127.0.0.1")
factory = R.RTSPMediaFactory()
factory.set_launch("( videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=15/1 "
                   "! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! rtph264pay name=pay0 pt=96 )")
if how != "open":
    auth = R.RTSPAuth(); token = R.RTSPToken(); token.set_string("media.factory.role", "viewer")
    if how == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST); auth.add_digest("viewer", "geheim", token)
    else:
        auth.add_basic(R.RTSPAuth.make_basic("viewer", "geheim"), token)
    server.set_auth(auth)
    allowed = R.RTSPPermissions()
    for what in ("media.factory.access", "media.factory.construct"):
        allowed.add_permission_for_role("viewer", what, True)
    factory.set_permissions(allowed)
server.get_mount_points().add_factory("/cam0", factory)
def met(server, client):
    for name in ("options", "describe", "setup", "play"):
        client.connect(name + "-request", lambda client, context, name=name: print(name, flush=True))
server.connect("client-connected", met)
server.attach(None); print("ready", flush=True); GLib.MainLoop().run()
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's script; skipped with a word where GStreamer can't be had."""
    need("gst-inspect-1.0", "gstreamer1.0-tools", *PACKAGES)
    if subprocess.run([PYTHON, "-c", THERE], capture_output=True, check=False).returncode:
        pytest.skip(f"GStreamer's RTSP server is not here: apt-get install {' '.join(PACKAGES)}")
    made = tmp_path_factory.mktemp("rtsp") / "server.py"
    made.write_text(SERVER)
    return made


class Server:
    """A running server; `heard` are the requests that it was asked since the last look."""

    def __init__(self, script: Path, how: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.said = script.with_suffix(f".{how}.{self.port}.log")
        with self.said.open("w") as out:
            self.run = subprocess.Popen([PYTHON, str(script), str(self.port), how], stdout=out)
        deadline = time.monotonic() + 20
        while "ready" not in self.said.read_text():
            assert time.monotonic() < deadline, "GStreamer's server never began"
            time.sleep(0.05)

    def probe(self, path: str = "/cam0", user: str = "", password: str = "") -> str:
        return asyncio.run(rtsp.probe(f"rtsp://127.0.0.1:{self.port}{path}", user, password, timeout=8))

    def heard(self) -> set[str]:
        return set(self.said.read_text().split()) - {"ready"}


@contextmanager
def server(script: Path, how: str) -> Iterator[Server]:
    made = Server(script, how)
    try:
        yield made
    finally:
        os.kill(made.run.pid, signal.SIGTERM)
        made.run.wait(5)


def test_a_stream_that_is_there_is_online_one_that_is_not_is_missing_and_no_picture_was_asked_for(script):
    with server(script, "open") as made:
        assert made.probe() == "online"
        assert made.probe("/cam9") == "missing"
        assert made.heard() == {"options", "describe"}


@pytest.mark.parametrize("how", ["digest", "basic"])
def test_the_right_password_is_online_a_wrong_one_and_none_are_refused(script, how):
    with server(script, how) as made:
        assert made.probe(user="viewer", password="geheim") == "online"
        assert made.probe(user="viewer", password="wrong") == "refused"
        assert made.probe() == "refused"
        assert made.heard() <= {"options", "describe"}


def test_nobody_there_and_somebody_who_says_nothing_are_two_things(script):
    with server(script, "open") as made:
        port = made.port
    assert asyncio.run(rtsp.probe(f"rtsp://127.0.0.1:{port}/cam0", timeout=3)) == "unreachable"
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()
        assert asyncio.run(rtsp.probe(f"rtsp://127.0.0.1:{mute.getsockname()[1]}/cam0", timeout=0.5)) == "silent"
        assert time.monotonic() - began < 3


def test_whoever_pulls_the_picture_is_seen_to(script):
    """FFmpeg asks for the picture and gets one: had a probe done so, the tests above would have heard it."""
    ffmpeg = need("ffmpeg")
    with server(script, "open") as made:
        address = f"rtsp://127.0.0.1:{made.port}/cam0"
        pulled = subprocess.run(
            [ffmpeg, "-v", "error", "-rtsp_transport", "tcp", "-analyzeduration", "1000000", "-i", address, "-frames:v", "1", "-f", "null", "-"],
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert pulled.returncode == 0, pulled.stderr.decode()
        assert {"setup", "play"} <= made.heard()
